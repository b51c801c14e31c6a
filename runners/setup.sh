# Shared by runners/conformance and runners/selftest: installs what is missing, configures, builds.
# Sourced with `set -euo pipefail` and the working folder at the project's root.

build_packages=(g++ cmake ninja-build pkg-config libssl-dev libxml2-dev libxmlsec1-dev libsqlite3-dev libpugixml-dev libfmt-dev
  libexpected-dev nlohmann-json3-dev libcli11-dev libboost1.81-dev libboost-filesystem1.81-dev libgtest-dev libgmock-dev)

say() { printf '== %s\n' "$*" >&2; }

# install PACKAGE...: apt-get installs those that are missing; nothing else is touched.
install() {
  local missing=()
  local package
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  if [[ $may_install == no ]]; then
    say "missing packages: ${missing[*]}"
    say "install them with: apt-get install ${missing[*]}   (or leave out --no-install)"
    exit 2
  fi
  local as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null || { say "run this once as root: apt-get install ${missing[*]}"; exit 2; }
    as_root=(sudo)
  fi
  say "installing ${missing[*]}"
  "${as_root[@]}" apt-get update -qq >&2 || true
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# build PRESET TARGET...: configures where that was not done, then builds; output is shown only when it fails.
build() {
  local preset=$1 log
  shift
  mkdir -p "build/$preset"
  log=build/$preset/enocheck-build.log
  say "building $* ($preset)"
  if ! { { [[ -f build/$preset/build.ninja ]] || cmake --preset "$preset"; } &&
    cmake --build --preset "$preset" --parallel "$(nproc)" --target "$@"; } >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    say "the build failed; all of its output: $log"
    exit 3
  fi
}
