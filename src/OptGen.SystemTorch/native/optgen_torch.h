// The C boundary between SystemTorch's managed side and libtorch.
//
// Tensors and generators cross it as pointers to libtorch's own reference-counted objects; a pointer
// handed out owns one reference, which the matching *_free gives back. Operators are looked up in
// libtorch's dispatcher by name and called through one function, optgen_call, on tagged values.
// Every function that can fail returns a negative number (or null); optgen_error then says why.
#pragma once

#include <cstdint>

#define OPTGEN_API extern "C" __attribute__((visibility("default")))

// Mirrored by ValueTag in Interop/Value.cs.
enum optgen_tag : int32_t {
    OPTGEN_NONE = 0,
    OPTGEN_TENSOR = 1,       // pointer: tensor
    OPTGEN_INT = 2,          // integer
    OPTGEN_DOUBLE = 3,       // real
    OPTGEN_BOOL = 4,         // integer: 0 or 1
    OPTGEN_COMPLEX = 5,      // pointer: two doubles
    OPTGEN_STRING = 6,       // pointer: UTF-8, count: bytes
    OPTGEN_DEVICE = 7,       // integer: device type, count: device index
    OPTGEN_GENERATOR = 8,    // pointer: generator
    OPTGEN_INT_LIST = 9,     // pointer: int64_t[count]
    OPTGEN_DOUBLE_LIST = 10, // pointer: double[count]
    OPTGEN_BOOL_LIST = 11,   // pointer: uint8_t[count]
    OPTGEN_TENSOR_LIST = 12, // pointer: tensor[count]; a null entry is an absent tensor
};

struct optgen_value {
    int32_t tag;
    int32_t count;
    union {
        int64_t integer;
        double real;
        void* pointer;
    };
};

// --- errors (runtime.cpp) ---
OPTGEN_API const char* optgen_error();
// The token of the managed exception that made the last call fail, or 0.
OPTGEN_API int64_t optgen_error_token();

// --- operators (operators.cpp) ---
OPTGEN_API void* optgen_operator(const char* name, const char* overload);
// Calls an operator; arguments that are left out take the schema's defaults. Returns how many results
// there are; at most capacity of them are handed out, the others are dropped.
OPTGEN_API int32_t optgen_call(void* op, const optgen_value* arguments, int32_t argument_count,
                               optgen_value* results, int32_t capacity);
OPTGEN_API void optgen_list_free(void* list);

// --- tensors (tensors.cpp) ---
OPTGEN_API void optgen_tensor_free(void* tensor);
OPTGEN_API void* optgen_tensor_share(void* tensor);
OPTGEN_API int32_t optgen_tensor_dim(void* tensor);
OPTGEN_API int32_t optgen_tensor_sizes(void* tensor, int64_t* sizes, int32_t capacity);
OPTGEN_API int32_t optgen_tensor_strides(void* tensor, int64_t* strides, int32_t capacity);
OPTGEN_API int64_t optgen_tensor_numel(void* tensor);
OPTGEN_API int64_t optgen_tensor_storage_offset(void* tensor);
OPTGEN_API int64_t optgen_tensor_storage_bytes(void* tensor);
OPTGEN_API int32_t optgen_tensor_dtype(void* tensor);
OPTGEN_API int32_t optgen_tensor_device(void* tensor, int32_t* index);
// Bits: 1 contiguous, 2 sparse, 4 requires_grad, 8 leaf, 16 pinned, 32 conjugate, 64 negative, 128 quantized, 256 has a grad_fn.
OPTGEN_API int32_t optgen_tensor_flags(void* tensor);
OPTGEN_API void* optgen_tensor_data(void* tensor);
OPTGEN_API void* optgen_tensor_storage_data(void* tensor);
// The address of the first element of a dense, row-major tensor of this type in the processor's memory; null for any other and for
// an empty one. With write, autograd is told that the elements change.
OPTGEN_API void* optgen_tensor_memory(void* tensor, int32_t dtype, int32_t write);
// The same, to read, of the tensor's gradient; exists: whether there is one.
OPTGEN_API void* optgen_gradient_memory(void* tensor, int32_t dtype, int32_t* exists);
typedef void (*optgen_deleter)(void* context);
OPTGEN_API void* optgen_tensor_from_blob(void* data, const int64_t* sizes, int32_t dim, int32_t dtype,
                                         optgen_deleter deleter, void* context);
OPTGEN_API int64_t optgen_tensor_version(void* tensor);

// --- autograd (autograd.cpp) ---
OPTGEN_API int32_t optgen_tensor_set_requires_grad(void* tensor, int32_t requires_grad);
OPTGEN_API int32_t optgen_tensor_retain_grad(void* tensor);
OPTGEN_API int32_t optgen_tensor_grad(void* tensor, void** grad);
OPTGEN_API int32_t optgen_tensor_set_grad(void* tensor, void* grad);
OPTGEN_API int32_t optgen_tensor_set_data(void* tensor, void* source);
OPTGEN_API int32_t optgen_backward(void* const* tensors, int32_t count, void* const* gradients, int32_t gradient_count,
                                   int32_t retain_graph, int32_t create_graph, void* const* inputs, int32_t input_count);
OPTGEN_API int32_t optgen_grad(void* const* outputs, int32_t output_count, void* const* inputs, int32_t input_count,
                               void* const* grad_outputs, int32_t grad_output_count, int32_t retain_graph,
                               int32_t create_graph, int32_t allow_unused, void** gradients);
OPTGEN_API int32_t optgen_grad_mode();
OPTGEN_API void optgen_set_grad_mode(int32_t enabled);
OPTGEN_API int32_t optgen_inference_mode();
OPTGEN_API void* optgen_inference_guard(int32_t enabled);
OPTGEN_API void optgen_inference_guard_free(void* guard);
OPTGEN_API int32_t optgen_anomaly_mode(int32_t* check_nan);
OPTGEN_API void optgen_set_anomaly_mode(int32_t enabled, int32_t check_nan);

// A function written in C#. Forward and backward return 0, or the token of the managed exception they ended with;
// release_exception is called for a token that nobody will ask for. The array of outputs holds tensors that the
// callback gives away, and is freed by release_outputs; a callback that failed leaves it null. Forward finds its inputs
// in the state; backward receives gradients it owns, whether it fails or not (null for an undefined one), and gives back
// one gradient (or null) for each of the inputs of apply.
struct optgen_function_callbacks {
    int64_t (*forward)(void* context, void* state, void*** outputs, int32_t* output_count);
    int64_t (*backward)(void* context, void* state, void* const* gradients, int32_t count, void*** outputs, int32_t* output_count);
    void (*release_outputs)(void** outputs);
    void (*release_state)(void* state);
    void (*release_exception)(int64_t token);
};
// Applies a function to its tensor inputs, which are borrowed. The state is taken over in every case and released with
// the function's node in the graph, on whatever thread that ends; so is a context, which callbacks alone may use.
// The outputs are the caller's, in a list for optgen_list_free.
OPTGEN_API int32_t optgen_function_apply(const optgen_function_callbacks* callbacks, void* state, void* const* inputs,
                                         int32_t count, void*** outputs, int32_t* output_count);
OPTGEN_API int32_t optgen_context_save(void* context, void* const* tensors, int32_t count);
OPTGEN_API int32_t optgen_context_saved(void* context, void*** tensors, int32_t* count);
OPTGEN_API int32_t optgen_context_mark_dirty(void* context, void* const* tensors, int32_t count);
OPTGEN_API int32_t optgen_context_mark_non_differentiable(void* context, void* const* tensors, int32_t count);
OPTGEN_API void optgen_context_materialize(void* context, int32_t materialize);

// --- generators (generators.cpp) ---
OPTGEN_API int32_t optgen_manual_seed(uint64_t seed);
OPTGEN_API void* optgen_generator_default(int32_t device_type, int32_t device_index);
OPTGEN_API void* optgen_generator_new(int32_t device_type, int32_t device_index, uint64_t seed);
OPTGEN_API void optgen_generator_free(void* generator);
OPTGEN_API int32_t optgen_generator_set_seed(void* generator, uint64_t seed);
OPTGEN_API int32_t optgen_generator_seed(void* generator, uint64_t* seed);
OPTGEN_API int32_t optgen_generator_initial_seed(void* generator, uint64_t* seed);
OPTGEN_API void* optgen_generator_state(void* generator);
OPTGEN_API int32_t optgen_generator_set_state(void* generator, void* state);

// --- the process (runtime.cpp) ---
OPTGEN_API const char* optgen_torch_version();
OPTGEN_API int32_t optgen_num_threads();
OPTGEN_API int32_t optgen_set_num_threads(int32_t count);
OPTGEN_API int32_t optgen_num_interop_threads();
OPTGEN_API int32_t optgen_set_num_interop_threads(int32_t count);
OPTGEN_API int32_t optgen_set_flush_denormal(int32_t enabled);
OPTGEN_API int32_t optgen_set_default_dtype(int32_t dtype);
OPTGEN_API int32_t optgen_deterministic(int32_t* warn_only);
OPTGEN_API void optgen_set_deterministic(int32_t enabled, int32_t warn_only);
OPTGEN_API int32_t optgen_cuda_device_count();
OPTGEN_API int32_t optgen_cuda_cudnn_available();
OPTGEN_API int32_t optgen_cuda_synchronize(int64_t device_index);
