// What the translation units of this library share: error capture and the two conversions between
// managed pointers and libtorch's objects.
#pragma once

#include "optgen_torch.h"

#include <ATen/ATen.h>

#include <exception>
#include <memory>
#include <string>
#include <utility>

namespace optgen {

// Carries a managed exception through libtorch: thrown where a callback failed, caught where the managed caller waits.
// The managed side keeps the exception under a token until somebody takes it; where libtorch drops this carrier on
// the way (only one of several failures reaches the caller), its end releases the token.
class ManagedException : public std::exception {
public:
    ManagedException(int64_t token, void (*release)(int64_t)) : kept(std::make_shared<Kept>(token, release)) {}
    const char* what() const noexcept override { return "A function written in C# threw an exception."; }
    // The token, for whom the managed side is now told; 0 when it was taken before.
    int64_t take() const noexcept { return std::exchange(kept->token, 0); }

private:
    struct Kept {
        Kept(int64_t token, void (*release)(int64_t)) : token(token), release(release) {}
        Kept(const Kept&) = delete;
        Kept& operator=(const Kept&) = delete;
        ~Kept() {
            if (token != 0) release(token);
        }
        int64_t token;
        void (*release)(int64_t);
    };
    std::shared_ptr<Kept> kept;
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

// Takes back a reference that was handed out; an undefined tensor for null.
inline at::Tensor take(void* pointer) {
    if (pointer == nullptr) return at::Tensor();
    return at::Tensor(c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(static_cast<at::TensorImpl*>(pointer)));
}

inline at::TensorImpl* impl(void* pointer) { return static_cast<at::TensorImpl*>(pointer); }

}  // namespace optgen
