// Tensor handles, metadata and memory.
#include "internal.h"

using optgen::borrow;
using optgen::guarded;
using optgen::hand_out;
using optgen::impl;

void optgen_tensor_free(void* tensor) {
    guarded(0, [&] {
        c10::intrusive_ptr<at::TensorImpl, at::UndefinedTensorImpl>::reclaim(impl(tensor));
        return 0;
    });
}

void* optgen_tensor_share(void* tensor) {
    return guarded<void*>(nullptr, [&] { return hand_out(borrow(tensor)); });
}

int32_t optgen_tensor_dim(void* tensor) {
    return guarded(-1, [&] { return static_cast<int>(impl(tensor)->dim()); });
}

int32_t optgen_tensor_sizes(void* tensor, int64_t* sizes, int32_t capacity) {
    return guarded(-1, [&] {
        const auto values = impl(tensor)->sizes();
        for (size_t i = 0; i < values.size() && static_cast<int32_t>(i) < capacity; i++) sizes[i] = values[i];
        return static_cast<int>(values.size());
    });
}

int32_t optgen_tensor_strides(void* tensor, int64_t* strides, int32_t capacity) {
    return guarded(-1, [&] {
        const auto values = impl(tensor)->strides();
        for (size_t i = 0; i < values.size() && static_cast<int32_t>(i) < capacity; i++) strides[i] = values[i];
        return static_cast<int>(values.size());
    });
}

int64_t optgen_tensor_numel(void* tensor) {
    return guarded<int64_t>(-1, [&] { return impl(tensor)->numel(); });
}

int64_t optgen_tensor_storage_offset(void* tensor) {
    return guarded<int64_t>(-1, [&] { return impl(tensor)->storage_offset(); });
}

int64_t optgen_tensor_storage_bytes(void* tensor) {
    return guarded<int64_t>(-1, [&] { return static_cast<int64_t>(impl(tensor)->storage().nbytes()); });
}

int32_t optgen_tensor_dtype(void* tensor) {
    return guarded(-1, [&] { return static_cast<int>(c10::typeMetaToScalarType(impl(tensor)->dtype())); });
}

int32_t optgen_tensor_device(void* tensor, int32_t* index) {
    return guarded(-1, [&] {
        const auto device = impl(tensor)->device();
        *index = device.index();
        return static_cast<int>(device.type());
    });
}

int32_t optgen_tensor_flags(void* tensor) {
    return guarded(-1, [&] {
        const auto value = borrow(tensor);
        const bool strided = value.layout() == at::kStrided;
        return (strided && value.is_contiguous() ? 1 : 0) | (value.is_sparse() ? 2 : 0) | (value.requires_grad() ? 4 : 0) |
               (value.is_leaf() ? 8 : 0) | (strided && value.device().is_cpu() && at::globalContext().hasCUDA() && value.is_pinned() ? 16 : 0) |
               (value.is_conj() ? 32 : 0) | (value.is_neg() ? 64 : 0) | (value.is_quantized() ? 128 : 0) | (value.grad_fn() ? 256 : 0);
    });
}

void* optgen_tensor_data(void* tensor) {
    return guarded<void*>(nullptr, [&] { return borrow(tensor).data_ptr(); });
}

static void* memory_of(const at::Tensor& value, int32_t dtype) {
    const bool reachable = value.defined() && value.layout() == at::kStrided && value.device().is_cpu() &&
                           static_cast<int32_t>(value.scalar_type()) == dtype && value.numel() != 0 && value.is_contiguous() &&
                           !value.is_conj() && !value.is_neg() && !value.is_quantized();
    return reachable ? value.data_ptr() : nullptr;
}

void* optgen_tensor_memory(void* tensor, int32_t dtype, int32_t write) {
    return guarded<void*>(nullptr, [&] {
        const auto value = borrow(tensor);
        void* memory = memory_of(value, dtype);
        if (memory != nullptr && write != 0) value.unsafeGetTensorImpl()->bump_version();
        return memory;
    });
}

void* optgen_gradient_memory(void* tensor, int32_t dtype, int32_t* exists) {
    *exists = 0;
    return guarded<void*>(nullptr, [&]() -> void* {
        const auto value = borrow(tensor);
        const at::Tensor& gradient = value.unsafeGetTensorImpl()->grad();
        if (!gradient.defined()) return nullptr;
        *exists = 1;
        return memory_of(gradient, dtype);
    });
}

void* optgen_tensor_storage_data(void* tensor) {
    return guarded<void*>(nullptr, [&] { return const_cast<void*>(static_cast<const void*>(impl(tensor)->storage().data_ptr().get())); });
}

void* optgen_tensor_from_blob(void* data, const int64_t* sizes, int32_t dim, int32_t dtype, optgen_deleter deleter, void* context) {
    return guarded<void*>(nullptr, [&] {
        const auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype));
        return hand_out(at::from_blob(data, at::IntArrayRef(sizes, dim), [deleter, context](void*) { deleter(context); }, options));
    });
}

int64_t optgen_tensor_version(void* tensor) {
    return guarded<int64_t>(-1, [&] { return static_cast<int64_t>(borrow(tensor)._version()); });
}
