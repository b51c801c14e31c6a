#include "run_options.h"

#include <tuple>

#include <sys/ioctl.h>
#include <unistd.h>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "core/clock.h"
#include "suite_setup.h"
#include "sut_option.h"

namespace enocheck {
namespace {

std::string is_path(const std::string& text) {
  return text.starts_with('/') ? "" : text + " is no path: it begins with /";
}

void add_dsp_options(CLI::App& command, RunOptions& options) {
  command
      .add_option("--listen", options.listen,
                  "dsp=: ADDR:PORT of the harness's Receive Response service; port 0 picks one")
      ->capture_default_str();
  command.add_option("--respond-to", options.respond_to,
                     "dsp=: URL under which the DSP reaches that service, where that is another");
  for (auto [name, path, which] :
       {std::tuple("--service-s", &options.service_s, "sends"),
        std::tuple("--service-t", &options.service_t, "transforms"),
        std::tuple("--service-d", &options.service_d, "answers non-device requests")}) {
    command.add_option(name, *path, fmt::format("dsp=: path below the URL of the service that {}", which))
        ->check(is_path)
        ->capture_default_str();
  }
  command.add_option("--control", options.control,
                     "dsp=, esme=tcp: URL of the control interface of `enocheck sim dsp` or `sim esme`");
  command
      .add_option(
          "--time", options.time,
          "dsp=, esme=tcp: virtual (the default with --control) or real: the simulator's time goes by itself")
      ->check(CLI::IsMember({"virtual", "real"}));
  command.add_option("--world", options.world,
                     "dsp=, esme=: the world that a target without control interface is in");
  command.add_option("--meter", options.meter, "esme=: the meter of that world that is on the bench");
  command.add_option(
      "--counters", options.counters,
      "dsp=: file that keeps each user's next originator counter; counters.txt in the folder of --out, "
      "and a new user begins with the time in milliseconds");
  command.add_option("--first-counter", options.first_counter,
                     "dsp=, esme=: no user's originator counter is below this one; else below the time in "
                     "milliseconds");
  command.add_option("--rate", options.rate, "dsp=: requests a second at most; 0: no limit")
      ->capture_default_str();
  add_tls_options(command, options.tls);
  command
      .add_option(
          "--tls-refused", options.tls_refused,
          "dsp=: folder with foreign.pem and expired.pem, .key beside each: the DSP has to refuse them")
      ->check(CLI::ExistingDirectory);
}

/// For a shell: in single quotes, which nothing but a single quote ends.
std::string for_shell(std::string_view text) {
  std::string out = "'";
  for (const char letter : text) { out += letter == '\'' ? std::string("'\\''") : std::string(1, letter); }
  return out + "'";
}

}  // namespace

std::string is_timeout(const std::string& text) {
  const auto span = parse_duration(text);
  return span && *span > Duration{0} ? "" : text + " is no span of time, such as PT10S";
}

void add_reporting_options(CLI::App& command, RunOptions& options) {
  command.add_option("--out", options.out, "Parent of the run folder; of a run that is judged again its own")
      ->capture_default_str();
  command.add_option("--progress", options.progress, "auto, plain (a line a case) or none")
      ->check(CLI::IsMember({"auto", "plain", "none"}))
      ->capture_default_str();
  command.add_flag("--fail-fast", options.fail_fast, "End at the first fail");
  command.add_option("--jobs", options.jobs, "Worker processes")
      ->check(CLI::Range(1, 256))
      ->capture_default_str();
  command
      .add_option("--sign-key", options.sign_key,
                  "Private key that signs MANIFEST: Ed25519 or P-256, PEM; otherwise one made for the run")
      ->check(CLI::ExistingFile);
  add_gate_options(command, options.gating);
}

void add_mmc_schema_option(CLI::App& command, RunOptions& options) {
  command
      .add_option(
          "--mmc-schema", options.mmc_schema,
          "The published MMC schema, else that in schemas/published: what Parse gives is held against it")
      ->check(CLI::ExistingFile);
}

void add_target_options(CLI::App& command, RunOptions& options) {
  command
      .add_option("--target", options.target,
                  "What is under test: embedded (everything simulated), dsp=URL (a DSP over DUIS HTTP(S)), "
                  "esme=tcp://HOST:PORT (a meter, GBCS in DLMS wrappers), esme=exec:COMMAND (a meter behind "
                  "an adapter), or "
                  "pc=exec:COMMAND (a Parse and Correlate program behind an adapter)")
      ->capture_default_str();
  add_sut_option(command, options);
  command.add_option("--profile", options.profile, "Name in testcases/profiles, or a file")
      ->capture_default_str();
  add_seed_option(command, options.seed);
  add_keystore_option(command, options.keystore);
  command
      .add_option("--adapter-timeout", options.adapter_timeout,
                  "How long an adapter may take for one answer, as PT10S or PT0.5S")
      ->check(is_timeout)
      ->capture_default_str();
  add_mmc_schema_option(command, options);
  add_dsp_options(command, options);
  add_testbed_options(command, options.testbed);
  add_ics_options(command, options.ics);
}

void add_run_options(CLI::App& command, RunOptions& options) {
  add_target_options(command, options);
  add_selection_options(command, options.selection);
  command.add_option("--defect", options.defect,
                     "Break the simulators by a name of `enocheck defects list`, to see what it looks like");
  command.add_flag("--dry-run", options.is_dry, "Print what each case would send, and send nothing");
  command.add_option("--shard", options.shard, "Part I of N of the cases, I/N, counted from 0");
  command
      .add_option("--capture", options.capture,
                  "Of which cases evidence.pcapng has the messages, and calls.jsonl what `enocheck rejudge` "
                  "needs: all, failed or none")
      ->check(CLI::IsMember({"all", "failed", "none"}))
      ->capture_default_str();
  add_reporting_options(command, options);
  command.add_option(
      "--history", options.history,
      "File that the run is added to, for `enocheck history`, or none; history.db in the folder of --out");
  add_manual_options(command, options.manual);
  add_plan_options(command, options.plan);
  command
      .add_option("--trace", options.trace, "Run this case alone and print its messages, decoded, as they go")
      ->excludes("--jobs");
  command
      .add_option("--resume", options.resume,
                  "Go on with a run that was killed or interrupted, by its folder; its record says all else")
      ->check(CLI::ExistingDirectory);
  command.add_option("--rejudged", options.rejudged)->group("");
  command.add_option("--worker", options.worker)->group("");
  command.add_option("--worker-folder", options.worker_folder)->group("");
  command.add_option("--leader", options.leader)->group("");
}

std::vector<std::string> worker_arguments(const RunOptions& options, const std::filesystem::path& data_dir,
                                          const std::filesystem::path& folder, std::size_t index) {
  std::vector<std::string> arguments = {"--data", data_dir.string(), "run"};
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) { arguments.push_back(fmt::format("{}={}", name, value)); }
  };
  add("--target", options.target);
  add("--profile", options.profile);
  add("--defect", options.defect);
  add("--filter", options.selection.filter);
  for (const auto& area : options.selection.areas) { add("--area", area); }
  for (const auto& tag : options.selection.tags) { add("--tag", tag); }
  for (const auto& id : options.selection.requirements) { add("--requirement", id); }
  add("--seed", fmt::format("{}", options.seed));
  add("--progress", options.progress == "none" || draws_progress(options) ? "none" : "plain");
  add("--shard", options.shard);
  add("--keystore", options.keystore);
  add("--rate", fmt::format("{}", options.rate));
  add("--control", options.control);
  add("--world", options.world);
  add("--meter", options.meter);
  add("--counters", options.counters.string());
  add("--adapter-timeout", options.adapter_timeout);
  add("--mmc-schema", options.mmc_schema.string());
  arguments.emplace_back("--no-manual");  // several at once cannot ask
  add("--ics", options.ics.file.string());
  add("--requirements", options.plan.requirements.string());
  add("--capture", options.capture);
  add("--rejudged", options.rejudged.string());
  if (options.fail_fast) { arguments.emplace_back("--fail-fast"); }
  add("--worker", fmt::format("{}/{}", index, options.jobs));
  add("--worker-folder", folder.string());
  add("--leader", fmt::format("{}", getpid()));
  return arguments;
}

bool draws_progress(const RunOptions& options) {
  return options.progress == "auto" && !options.is_worker() && isatty(STDOUT_FILENO) != 0;
}

std::size_t terminal_columns() {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  const bool known =
      ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0;  // NOLINT(cppcoreguidelines-pro-type-vararg)
  return known && size.ws_col > 0 ? size.ws_col : kUsual;
}

std::string reproduce_command(const RunOptions& options) {
  return options.rejudged.empty() ? "run" : "rejudge " + for_shell(options.rejudged.string());
}

std::string reproduce_suffix(const RunOptions& options) {
  const RunOptions usual;
  std::string suffix;
  if (!options.rejudged.empty()) { return suffix + " --profile " + for_shell(options.profile); }
  if (!options.sut.empty()) { suffix += " --sut " + for_shell(options.sut); }
  if (options.target != usual.target) { suffix += " --target " + for_shell(options.target); }
  if (!options.keystore.empty()) { suffix += " --keystore " + for_shell(options.keystore); }
  if (!options.control.empty()) { suffix += " --control " + for_shell(options.control); }
  if (options.profile != usual.profile) { suffix += " --profile " + for_shell(options.profile); }
  if (!options.defect.empty()) { suffix += fmt::format(" --defect {}", options.defect); }
  if (!options.world.empty()) { suffix += " --world " + for_shell(options.world); }
  if (!options.meter.empty()) { suffix += " --meter " + for_shell(options.meter); }
  if (options.adapter_timeout != usual.adapter_timeout) {
    suffix += fmt::format(" --adapter-timeout {}", options.adapter_timeout);
  }
  if (!options.mmc_schema.empty()) { suffix += " --mmc-schema " + for_shell(options.mmc_schema.string()); }
  if (!options.testbed.file.empty()) { suffix += " --testbed " + for_shell(options.testbed.file.string()); }
  if (!options.ics.file.empty()) { suffix += " --ics " + for_shell(options.ics.file.string()); }
  if (options.manual.manual) { suffix += " --manual"; }
  if (options.seed != usual.seed) { suffix += fmt::format(" --seed {}", options.seed); }
  return suffix;
}

}  // namespace enocheck
