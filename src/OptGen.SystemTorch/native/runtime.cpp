// The process: errors, threads, determinism, devices.
#include "internal.h"

#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <c10/core/DefaultDtype.h>
#include <c10/core/ScalarTypeToTypeMeta.h>
#include <c10/util/Exception.h>
#include <torch/version.h>

#include <new>

namespace {

thread_local std::string error_text;
thread_local int64_t error_token = 0;

void set_error(const char* text, int64_t token) noexcept {
    try {
        error_text = text;
    } catch (...) {
        error_text.clear();
    }
    error_token = token;
}

}  // namespace

namespace optgen {

void record_error() noexcept {
    try {
        throw;
    } catch (const ManagedException& exception) {
        set_error(exception.what(), exception.take());
    } catch (const c10::Error& exception) {
        set_error(exception.what_without_backtrace(), 0);
    } catch (const std::bad_alloc&) {
        set_error("out of memory", 0);
    } catch (const std::exception& exception) {
        set_error(exception.what(), 0);
    } catch (...) {
        set_error("libtorch failed with an exception of an unknown kind", 0);
    }
}

}  // namespace optgen

const char* optgen_error() { return error_text.c_str(); }

int64_t optgen_error_token() { return error_token; }

const char* optgen_torch_version() { return TORCH_VERSION; }

int32_t optgen_num_threads() {
    return optgen::guarded(-1, [] { return at::get_num_threads(); });
}

int32_t optgen_set_num_threads(int32_t count) {
    return optgen::guarded(-1, [&] {
        at::set_num_threads(count);
        return 0;
    });
}

int32_t optgen_num_interop_threads() {
    return optgen::guarded(-1, [] { return static_cast<int>(at::get_num_interop_threads()); });
}

int32_t optgen_set_num_interop_threads(int32_t count) {
    return optgen::guarded(-1, [&] {
        at::set_num_interop_threads(count);
        return 0;
    });
}

int32_t optgen_set_flush_denormal(int32_t enabled) {
    return optgen::guarded(-1, [&] { return at::globalContext().setFlushDenormal(enabled != 0) ? 1 : 0; });
}

int32_t optgen_set_default_dtype(int32_t dtype) {
    return optgen::guarded(-1, [&] {
        c10::set_default_dtype(c10::scalarTypeToTypeMeta(static_cast<c10::ScalarType>(dtype)));
        return 0;
    });
}

int32_t optgen_deterministic(int32_t* warn_only) {
    *warn_only = at::globalContext().deterministicAlgorithmsWarnOnly() ? 1 : 0;
    return at::globalContext().deterministicAlgorithms() ? 1 : 0;
}

void optgen_set_deterministic(int32_t enabled, int32_t warn_only) {
    at::globalContext().setDeterministicAlgorithms(enabled != 0, warn_only != 0);
}

int32_t optgen_cuda_device_count() {
    return optgen::guarded(0, [] { return at::globalContext().hasCUDA() ? static_cast<int>(at::detail::getCUDAHooks().getNumGPUs()) : 0; });
}

int32_t optgen_cuda_cudnn_available() {
    return optgen::guarded(0, [] { return at::globalContext().hasCUDA() && at::detail::getCUDAHooks().hasCuDNN() ? 1 : 0; });
}

int32_t optgen_cuda_synchronize(int64_t device_index) {
    return optgen::guarded(-1, [&] {
        at::detail::getCUDAHooks().deviceSynchronize(device_index);
        return 0;
    });
}
