using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>This tensor with elements of a type: itself, as another object, where nothing changes and no copy is asked for.</summary>
        /// <param name="type">The element type of the result.</param>
        /// <param name="copy">Whether the result must have memory of its own.</param>
        /// <param name="disposeAfter">Whether to dispose this tensor once the result is there.</param>
        /// <param name="non_blocking">Whether a copy from page-locked memory may still be running on return.</param>
        public Tensor to_type(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Replace(Aten.to_dtype.Call(this, type, non_blocking, copy), disposeAfter);

        /// <summary>This tensor with elements of a type; see <see cref="to_type"/>.</summary>
        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to_type(type, copy, disposeAfter, non_blocking);

        /// <summary>This tensor on a device: itself, as another object, where it is there already and no copy is asked for.</summary>
        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false)
        {
            ArgumentNullException.ThrowIfNull(device);
            return to(dtype, device, copy, disposeAfter, non_blocking);
        }

        /// <summary>This tensor on a device given by its kind and number.</summary>
        public Tensor to(DeviceType deviceType, int deviceIndex = -1, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, new Device(deviceType, deviceIndex), copy, disposeAfter, non_blocking);

        /// <summary>This tensor on a device given by its description, such as <c>cuda:1</c>.</summary>
        public Tensor to(string device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            to(dtype, new Device(device), copy, disposeAfter, non_blocking);

        /// <summary>This tensor with elements of a type on a device.</summary>
        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) =>
            Replace(Aten.to_device.Call(this, InitializeDevice(device), type, non_blocking, copy), disposeAfter);

        /// <summary>This tensor with the element type and on the device of another one.</summary>
        public Tensor to(Tensor other, bool non_blocking = false)
        {
            ArgumentNullException.ThrowIfNull(other);
            return to(other.dtype, other.device, non_blocking: non_blocking);
        }

        /// <summary>What a conversion such as <c>x => x.half()</c> makes of this tensor.</summary>
        public Tensor type(Func<Tensor, Tensor> typeFunc)
        {
            ArgumentNullException.ThrowIfNull(typeFunc);
            return typeFunc(this);
        }

        /// <summary>This tensor with elements of a type.</summary>
        public Tensor type(ScalarType dtype) => to_type(dtype);

        /// <summary>This tensor with the element type of another one.</summary>
        public Tensor type_as(Tensor tensor)
        {
            ArgumentNullException.ThrowIfNull(tensor);
            return to_type(tensor.dtype);
        }

        /// <summary>This tensor in the processor's memory.</summary>
        public Tensor cpu() => to(dtype, CPU);

        /// <summary>This tensor on a CUDA device, the current one unless another is given.</summary>
        /// <exception cref="ArgumentException">The device is no CUDA device.</exception>
        /// <exception cref="InvalidOperationException">This libtorch sees no CUDA device.</exception>
        public Tensor cuda(Device? device = null, bool non_blocking = false)
        {
            if (device is { type: not DeviceType.CUDA })
                throw new ArgumentException($"cuda() moves to a CUDA device, not to {device}; use to().", nameof(device));
            return to(dtype, device ?? CUDA, non_blocking: non_blocking);
        }

        /// <summary>This tensor on Apple's Metal device.</summary>
        /// <exception cref="InvalidOperationException">There is none here.</exception>
        public Tensor mps(bool non_blocking = false) => to(dtype, MPS, non_blocking: non_blocking);

        /// <summary>This tensor in page-locked memory, from which copies to a GPU can run in the background.</summary>
        public Tensor pin_memory() => Aten.pin_memory.Call(this);

        /// <summary>This tensor as truth values: whether an element is not zero.</summary>
        public Tensor @bool() => to_type(ScalarType.Bool);

        /// <summary>This tensor as unsigned 8-bit integers.</summary>
        public Tensor @byte() => to_type(ScalarType.Byte);

        /// <summary>This tensor as signed 8-bit integers.</summary>
        public Tensor @char() => to_type(ScalarType.Int8);

        /// <summary>This tensor as 16-bit integers.</summary>
        public Tensor @short() => to_type(ScalarType.Int16);

        /// <summary>This tensor as 32-bit integers.</summary>
        public Tensor @int() => to_type(ScalarType.Int32);

        /// <summary>This tensor as 64-bit integers.</summary>
        public Tensor @long() => to_type(ScalarType.Int64);

        /// <summary>This tensor in half precision.</summary>
        public Tensor half() => to_type(ScalarType.Float16);

        /// <summary>This tensor in brain floating point.</summary>
        public Tensor bfloat16() => to_type(ScalarType.BFloat16);

        /// <summary>This tensor in single precision.</summary>
        public Tensor @float() => to_type(ScalarType.Float32);

        /// <summary>This tensor in double precision.</summary>
        public Tensor @double() => to_type(ScalarType.Float64);

        /// <summary>This tensor as complex numbers of single precision.</summary>
        public Tensor cfloat() => to_type(ScalarType.ComplexFloat32);

        /// <summary>This tensor as complex numbers of double precision.</summary>
        public Tensor cdouble() => to_type(ScalarType.ComplexFloat64);

        /// <summary>A tensor that shares this one's memory and has no history: gradients do not flow through it.</summary>
        public Tensor detach() => Aten.detach.Call(this);

        /// <summary>Cuts this tensor off from its history, and returns it.</summary>
        public Tensor detach_() => Aten.detach_.CallInPlace(this);

        /// <summary>A copy; gradients flow through it.</summary>
        public Tensor clone() => Aten.clone.Call(this);

        /// <summary>This tensor in row-major order without gaps: itself, as another object, where it lies so already.</summary>
        public Tensor contiguous() => Aten.contiguous.Call(this);

        /// <summary>A view of the whole tensor: another object with a life of its own over the same memory.</summary>
        public Tensor alias() => Aten.alias.Call(this);

        /// <summary>This tensor with a conjugation computed that was only noted; itself, as another object, otherwise.</summary>
        public Tensor resolve_conj() => Aten.resolve_conj.Call(this);

        /// <summary>This tensor with a negation computed that was only noted; itself, as another object, otherwise.</summary>
        public Tensor resolve_neg() => Aten.resolve_neg.Call(this);

        /// <summary>A sparse tensor with all its elements, the zeros too.</summary>
        public Tensor to_dense() => Aten.to_dense.Call(this);

        /// <summary>A tensor that stores only the elements of this one that are not zero.</summary>
        public Tensor to_sparse() => Aten.to_sparse.Call(this);

        /// <summary>A tensor that is sparse in its first dimensions and dense in the others.</summary>
        public Tensor to_sparse(int sparse_dim) => Aten.to_sparse_sparse_dim.Call(this, sparse_dim);

        /// <summary>Says whether operations on this tensor are recorded for differentiation, and returns it.</summary>
        public Tensor requires_grad_(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        /// <summary>Says whether operations on this tensor are recorded for differentiation, and returns it.</summary>
        public Tensor with_requires_grad(bool requires_grad = true) => requires_grad_(requires_grad);

        private Tensor Replace(Tensor result, bool disposeThis)
        {
            if (disposeThis) Dispose();
            return result;
        }
    }
}
