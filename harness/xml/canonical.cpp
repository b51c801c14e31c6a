#include "xml/canonical.h"

#include <libxml/c14n.h>
#include <libxml/xmlIO.h>

#include <cstddef>
#include <memory>
#include <utility>

#include "core/owned.h"

namespace enocheck::xml {
namespace {

using OwnedOutput = std::unique_ptr<xmlOutputBuffer, Freed<xmlOutputBufferClose>>;

int append_output(void* out, const char* octets, int count) {
  static_cast<std::string*>(out)->append(octets, static_cast<std::size_t>(count));
  return count;
}

/// Takes a subtree out of its document for as long as this lives. (C14N could be asked about each node
/// instead; that takes three times as long.)
class WithoutSubtree {
 public:
  explicit WithoutSubtree(xmlNode* subtree) : subtree_(subtree) {
    if (subtree_ == nullptr) { return; }
    parent_ = subtree_->parent;
    next_ = subtree_->next;
    xmlUnlinkNode(subtree_);
  }
  WithoutSubtree(const WithoutSubtree&) = delete;
  WithoutSubtree& operator=(const WithoutSubtree&) = delete;
  ~WithoutSubtree() {
    if (subtree_ == nullptr) { return; }
    next_ != nullptr ? xmlAddPrevSibling(next_, subtree_) : xmlAddChild(parent_, subtree_);
  }

 private:
  xmlNode* subtree_;
  xmlNode* parent_ = nullptr;
  xmlNode* next_ = nullptr;
};

/// Makes a subtree all that its document has, for as long as this lives.
class OnlySubtree {
 public:
  OnlySubtree(xmlDoc* document, xmlNode* subtree) : document_(document), subtree_(subtree) {
    if (subtree_ == nullptr) { return; }
    std::swap(document_->children, first_);
    parent_ = std::exchange(subtree_->parent, reinterpret_cast<xmlNode*>(document_));
    next_ = std::exchange(subtree_->next, nullptr);
    previous_ = std::exchange(subtree_->prev, nullptr);
    document_->children = subtree_;
  }
  OnlySubtree(const OnlySubtree&) = delete;
  OnlySubtree& operator=(const OnlySubtree&) = delete;
  ~OnlySubtree() {
    if (subtree_ == nullptr) { return; }
    document_->children = first_;
    subtree_->parent = parent_;
    subtree_->next = next_;
    subtree_->prev = previous_;
  }

 private:
  xmlDoc* document_;
  xmlNode* subtree_;
  xmlNode* first_ = nullptr;
  xmlNode* parent_ = nullptr;
  xmlNode* next_ = nullptr;
  xmlNode* previous_ = nullptr;
};

Result<std::string> canonical_form(const Document& document, xmlC14NMode mode) {
  std::string form;
  form.reserve(2048);
  const OwnedOutput out(xmlOutputBufferCreateIO(append_output, nullptr, &form, nullptr));
  if (!out || xmlC14NExecute(document.native(), nullptr, nullptr, mode, nullptr, 0, out.get()) < 0 ||
      xmlOutputBufferFlush(out.get()) < 0) {
    return failure(ErrorCode::Schema, "the document has no canonical form");
  }
  return form;
}

}  // namespace

// NOLINTBEGIN(cppcoreguidelines-pro-type-const-cast): the tree is put back as it was
Result<std::string> inclusive_canonical_form(const Document& document, const _xmlNode* omitted) {
  const WithoutSubtree without(const_cast<xmlNode*>(omitted));
  return canonical_form(document, XML_C14N_1_0);
}

Result<std::string> exclusive_canonical_form(const Document& document, const _xmlNode* apex) {
  const OnlySubtree only(document.native(), const_cast<xmlNode*>(apex));
  return canonical_form(document, XML_C14N_EXCLUSIVE_1_0);
}
// NOLINTEND(cppcoreguidelines-pro-type-const-cast)

}  // namespace enocheck::xml
