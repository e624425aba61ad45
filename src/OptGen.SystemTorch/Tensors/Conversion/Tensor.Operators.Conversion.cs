using System.Numerics;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>A truth value as a new tensor of 0 dimensions on the default device.</summary>
        public static implicit operator Tensor(bool value) => tensor(value);

        /// <summary>A copy of an array of truth values as a new tensor of 1 dimension on the default device.</summary>
        public static implicit operator Tensor(bool[] value) => tensor(value);

        /// <summary>A number as a new tensor of 0 dimensions on the default device.</summary>
        public static implicit operator Tensor(byte value) => tensor(value);

        /// <summary>A copy of an array of numbers as a new tensor of 1 dimension on the default device.</summary>
        public static implicit operator Tensor(byte[] value) => tensor(value);

        /// <summary>A number as a new tensor of 0 dimensions on the default device.</summary>
        public static implicit operator Tensor(sbyte value) => tensor(value);

        /// <summary>A copy of an array of numbers as a new tensor of 1 dimension on the default device.</summary>
        public static implicit operator Tensor(sbyte[] value) => tensor(value);

        /// <summary>A number as a new tensor of 0 dimensions on the default device.</summary>
        public static implicit operator Tensor(short value) => tensor(value);

        /// <summary>A copy of an array of numbers as a new tensor of 1 dimension on the default device.</summary>
        public static implicit operator Tensor(short[] value) => tensor(value);

        /// <summary>A number as a new tensor of 0 dimensions on the default device.</summary>
        public static implicit operator Tensor(int value) => tensor(value);

        /// <summary>A copy of an array of numbers as a new tensor of 1 dimension on the default device.</summary>
        public static implicit operator Tensor(int[] value) => tensor(value);

        /// <summary>A number as a new tensor of 0 dimensions on the default device.</summary>
        public static implicit operator Tensor(long value) => tensor(value);

        /// <summary>A copy of an array of numbers as a new tensor of 1 dimension on the default device.</summary>
        public static implicit operator Tensor(long[] value) => tensor(value);

        /// <summary>A number as a new tensor of 0 dimensions on the default device.</summary>
        public static implicit operator Tensor(float value) => tensor(value);

        /// <summary>A copy of an array of numbers as a new tensor of 1 dimension on the default device.</summary>
        public static implicit operator Tensor(float[] value) => tensor(value);

        /// <summary>A number as a new tensor of 0 dimensions on the default device.</summary>
        public static implicit operator Tensor(double value) => tensor(value);

        /// <summary>A copy of an array of numbers as a new tensor of 1 dimension on the default device.</summary>
        public static implicit operator Tensor(double[] value) => tensor(value);

        /// <summary>A complex number as a new tensor of 0 dimensions on the default device.</summary>
        public static implicit operator Tensor((float, float) value) => tensor(value);

        /// <summary>A copy of an array of complex numbers as a new tensor of 1 dimension on the default device.</summary>
        public static implicit operator Tensor((float, float)[] value) => tensor(value);

        /// <summary>A complex number as a new tensor of 0 dimensions on the default device.</summary>
        public static implicit operator Tensor(Complex value) => tensor(value);

        /// <summary>A copy of an array of complex numbers as a new tensor of 1 dimension on the default device.</summary>
        public static implicit operator Tensor(Complex[] value) => tensor(value);

        /// <summary>A scalar as a new tensor of 0 dimensions, of the scalar's own type.</summary>
        public static implicit operator Tensor(Scalar scalar)
        {
            ArgumentNullException.ThrowIfNull(scalar);
            return scalar.Kind switch
            {
                ScalarKind.Boolean => tensor(scalar.Integer != 0),
                ScalarKind.Integer => tensor(scalar.Integer),
                ScalarKind.Real => tensor(scalar.Real),
                _ => tensor(scalar.AsComplex())
            };
        }

        /// <summary>The one element of a tensor, converted.</summary>
        public static explicit operator bool(Tensor value) => value.ToBoolean();

        /// <summary>The one element of a tensor, converted.</summary>
        public static explicit operator byte(Tensor value) => value.ToByte();

        /// <summary>The one element of a tensor, converted.</summary>
        public static explicit operator sbyte(Tensor value) => value.ToSByte();

        /// <summary>The one element of a tensor, converted.</summary>
        public static explicit operator short(Tensor value) => value.ToInt16();

        /// <summary>The one element of a tensor, converted.</summary>
        public static explicit operator int(Tensor value) => value.ToInt32();

        /// <summary>The one element of a tensor, converted.</summary>
        public static explicit operator long(Tensor value) => value.ToInt64();

        /// <summary>The one element of a tensor, converted.</summary>
        public static explicit operator float(Tensor value) => value.ToSingle();

        /// <summary>The one element of a tensor, converted.</summary>
        public static explicit operator double(Tensor value) => value.ToDouble();
    }
}
