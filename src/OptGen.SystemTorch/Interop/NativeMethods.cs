using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace OptGen.SystemTorch.Interop;

/// <summary>native/optgen_torch.h, line by line. Calls marked to skip the GC transition read a field or two and never wait.</summary>
internal static unsafe partial class NativeMethods
{
    private const string Library = "optgen_torch";

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial byte* optgen_error();

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial long optgen_error_token();

    [LibraryImport(Library)]
    public static partial void* optgen_operator(byte* name, byte* overload);

    [LibraryImport(Library)]
    public static partial int optgen_call(void* op, Value* arguments, int argumentCount, Value* results, int capacity);

    [LibraryImport(Library)]
    public static partial void optgen_list_free(void* list);

    [LibraryImport(Library)]
    public static partial void optgen_tensor_free(void* tensor);

    [LibraryImport(Library)]
    public static partial void* optgen_tensor_share(void* tensor);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int optgen_tensor_dim(void* tensor);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int optgen_tensor_sizes(void* tensor, long* sizes, int capacity);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int optgen_tensor_strides(void* tensor, long* strides, int capacity);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial long optgen_tensor_numel(void* tensor);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial long optgen_tensor_storage_offset(void* tensor);

    [LibraryImport(Library)]
    public static partial long optgen_tensor_storage_bytes(void* tensor);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int optgen_tensor_dtype(void* tensor);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int optgen_tensor_device(void* tensor, int* index);

    [LibraryImport(Library)]
    public static partial int optgen_tensor_flags(void* tensor);

    [LibraryImport(Library)]
    public static partial void* optgen_tensor_data(void* tensor);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void* optgen_tensor_memory(void* tensor, int dtype, int write);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void* optgen_gradient_memory(void* tensor, int dtype, int* exists);

    [LibraryImport(Library)]
    public static partial void* optgen_tensor_storage_data(void* tensor);

    [LibraryImport(Library)]
    public static partial void* optgen_tensor_from_blob(
        void* data, long* sizes, int dim, int dtype, delegate* unmanaged<void*, void> deleter, void* context);

    [LibraryImport(Library)]
    public static partial long optgen_tensor_version(void* tensor);

    [LibraryImport(Library)]
    public static partial int optgen_tensor_set_requires_grad(void* tensor, int requiresGrad);

    [LibraryImport(Library)]
    public static partial int optgen_tensor_retain_grad(void* tensor);

    [LibraryImport(Library)]
    public static partial int optgen_tensor_grad(void* tensor, void** grad);

    [LibraryImport(Library)]
    public static partial int optgen_tensor_set_grad(void* tensor, void* grad);

    [LibraryImport(Library)]
    public static partial int optgen_tensor_set_data(void* tensor, void* source);

    [LibraryImport(Library)]
    public static partial int optgen_backward(
        void** tensors, int count, void** gradients, int gradientCount, int retainGraph, int createGraph, void** inputs, int inputCount);

    [LibraryImport(Library)]
    public static partial int optgen_grad(
        void** outputs, int outputCount, void** inputs, int inputCount, void** gradOutputs, int gradOutputCount, int retainGraph, int createGraph, int allowUnused, void** gradients);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int optgen_grad_mode();

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial void optgen_set_grad_mode(int enabled);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    public static partial int optgen_inference_mode();

    [LibraryImport(Library)]
    public static partial void* optgen_inference_guard(int enabled);

    [LibraryImport(Library)]
    public static partial void optgen_inference_guard_free(void* guard);

    [LibraryImport(Library)]
    public static partial int optgen_anomaly_mode(int* checkNan);

    [LibraryImport(Library)]
    public static partial void optgen_set_anomaly_mode(int enabled, int checkNan);

    [LibraryImport(Library)]
    public static partial int optgen_function_apply(
        FunctionCallbacks* callbacks, void* state, void** inputs, int count, void*** outputs, int* outputCount);

    [LibraryImport(Library)]
    public static partial int optgen_context_save(void* context, void** tensors, int count);

    [LibraryImport(Library)]
    public static partial int optgen_context_saved(void* context, void*** tensors, int* count);

    [LibraryImport(Library)]
    public static partial int optgen_context_mark_dirty(void* context, void** tensors, int count);

    [LibraryImport(Library)]
    public static partial int optgen_context_mark_non_differentiable(void* context, void** tensors, int count);

    [LibraryImport(Library)]
    public static partial void optgen_context_materialize(void* context, int materialize);

    [LibraryImport(Library)]
    public static partial int optgen_manual_seed(ulong seed);

    [LibraryImport(Library)]
    public static partial void* optgen_generator_default(int deviceType, int deviceIndex);

    [LibraryImport(Library)]
    public static partial void* optgen_generator_new(int deviceType, int deviceIndex, ulong seed);

    [LibraryImport(Library)]
    public static partial void optgen_generator_free(void* generator);

    [LibraryImport(Library)]
    public static partial int optgen_generator_set_seed(void* generator, ulong seed);

    [LibraryImport(Library)]
    public static partial int optgen_generator_seed(void* generator, ulong* seed);

    [LibraryImport(Library)]
    public static partial int optgen_generator_initial_seed(void* generator, ulong* seed);

    [LibraryImport(Library)]
    public static partial void* optgen_generator_state(void* generator);

    [LibraryImport(Library)]
    public static partial int optgen_generator_set_state(void* generator, void* state);

    [LibraryImport(Library)]
    public static partial byte* optgen_torch_version();

    [LibraryImport(Library)]
    public static partial int optgen_num_threads();

    [LibraryImport(Library)]
    public static partial int optgen_set_num_threads(int count);

    [LibraryImport(Library)]
    public static partial int optgen_num_interop_threads();

    [LibraryImport(Library)]
    public static partial int optgen_set_num_interop_threads(int count);

    [LibraryImport(Library)]
    public static partial int optgen_set_flush_denormal(int enabled);

    [LibraryImport(Library)]
    public static partial int optgen_set_default_dtype(int dtype);

    [LibraryImport(Library)]
    public static partial int optgen_deterministic(int* warnOnly);

    [LibraryImport(Library)]
    public static partial void optgen_set_deterministic(int enabled, int warnOnly);

    [LibraryImport(Library)]
    public static partial int optgen_cuda_device_count();

    [LibraryImport(Library)]
    public static partial int optgen_cuda_cudnn_available();

    [LibraryImport(Library)]
    public static partial int optgen_cuda_synchronize(long deviceIndex);
}
