// What the translation units of this library share: error capture and the two conversions between
// managed pointers and libtorch's objects.
#pragma once

#include "optgen_torch.h"

#include <ATen/ATen.h>

#include <exception>
#include <string>
#include <utility>

namespace optgen {

// Carries a managed exception through libtorch: thrown where a callback failed, caught where the managed caller waits.
struct ManagedException : std::exception {
    explicit ManagedException(int64_t token) : token(token) {}
    const char* what() const noexcept override { return "A function written in C# threw an exception."; }
    int64_t token;
};

// Records the exception in flight for optgen_error; call it inside a catch block only.
void record_error() noexcept;

// Runs body; on any exception records it and returns failure instead.
template <typename Result, typename Body>
Result guarded(Result failure, Body&& body) noexcept {
    try {
        return body();
    } catch (...) {
        record_error();
        return failure;
    }
}

// A new reference to the tensor behind a managed pointer; an undefined tensor for null.
inline at::Tensor borrow(void* pointer) {
    if (pointer == nullptr) return at::Tensor();
    return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim_copy(static_cast<at::TensorImpl*>(pointer)));
}

// Gives a reference away to the managed side; null for an undefined tensor.
inline void* hand_out(at::Tensor&& tensor) {
    return tensor.defined() ? static_cast<void*>(tensor.unsafeReleaseTensorImpl()) : nullptr;
}

inline at::TensorImpl* impl(void* pointer) { return static_cast<at::TensorImpl*>(pointer); }

}  // namespace optgen
