using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>Makes the last dimensions of an input larger or smaller.</summary>
            /// <param name="x">Shape <c>[batch, channels, ...]</c> with one to three dimensions after the channels.</param>
            /// <param name="size">Their new lengths; one number for all, or null where factors are given.</param>
            /// <param name="scale_factor">By what each is multiplied; one number for all, or null where lengths are given.</param>
            /// <param name="mode">How elements in between are found.</param>
            /// <param name="align_corners">Whether the outermost elements stay where they are; linear and cubic modes only.</param>
            /// <param name="recompute_scale_factor">Whether places are computed from the rounded lengths in place of the factors.</param>
            /// <param name="antialias">Whether to smooth when making images smaller; bilinear and bicubic modes only.</param>
            /// <exception cref="ArgumentException">Both or neither of lengths and factors are given, their number is wrong, or the mode does not go with the rest.</exception>
            public static Tensor interpolate(
                Tensor x,
                long[]? size = null,
                double[]? scale_factor = null,
                InterpolationMode mode = InterpolationMode.Nearest,
                bool? align_corners = null,
                bool recompute_scale_factor = false,
                bool antialias = false)
            {
                var shape = x.shape;
                var dimensions = shape.Length - 2;
                if ((size is null) == (scale_factor is null))
                    throw new ArgumentException("interpolate needs either the new lengths or the factors.", size is null ? nameof(size) : nameof(scale_factor));
                var isNearest = mode is InterpolationMode.Nearest or InterpolationMode.NearestExact or InterpolationMode.Area;
                if (isNearest && align_corners is not null)
                    throw new ArgumentException($"interpolate cannot align corners in {mode} mode; leave that out.", nameof(align_corners));
                if (antialias && mode is not (InterpolationMode.Bilinear or InterpolationMode.Bicubic))
                    throw new ArgumentException($"interpolate cannot smooth in {mode} mode.", nameof(antialias));
                if (recompute_scale_factor && scale_factor is null)
                    throw new ArgumentException("Factors can only be recomputed where they are given.", nameof(recompute_scale_factor));

                size = ForEach(size, dimensions, nameof(size));
                var scales = ForEach(scale_factor, dimensions, nameof(scale_factor));
                if (scales is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    size = new long[dimensions];
                    for (var i = 0; i < dimensions; i++) size[i] = (long)Math.Floor(shape[i + 2] * scales[i]);
                    scales = null;
                }

                var corners = align_corners ?? false;
                return (mode, dimensions) switch
                {
                    (InterpolationMode.Nearest, 1) => Aten.upsample_nearest1d_vec.Call(x, size, scales),
                    (InterpolationMode.Nearest, 2) => Aten.upsample_nearest2d_vec.Call(x, size, scales),
                    (InterpolationMode.Nearest, 3) => Aten.upsample_nearest3d_vec.Call(x, size, scales),
                    (InterpolationMode.NearestExact, 1) => Aten._upsample_nearest_exact1d_vec.Call(x, size, scales),
                    (InterpolationMode.NearestExact, 2) => Aten._upsample_nearest_exact2d_vec.Call(x, size, scales),
                    (InterpolationMode.NearestExact, 3) => Aten._upsample_nearest_exact3d_vec.Call(x, size, scales),
                    (InterpolationMode.Area, 1) => Aten.adaptive_avg_pool1d.Call(x, size),
                    (InterpolationMode.Area, 2) => Aten.adaptive_avg_pool2d.Call(x, size),
                    (InterpolationMode.Area, 3) => Aten.adaptive_avg_pool3d.Call(x, size),
                    (InterpolationMode.Linear, 1) => Aten.upsample_linear1d_vec.Call(x, size, corners, scales),
                    (InterpolationMode.Bilinear, 2) when antialias => Aten._upsample_bilinear2d_aa_vec.Call(x, size, corners, scales),
                    (InterpolationMode.Bilinear, 2) => Aten.upsample_bilinear2d_vec.Call(x, size, corners, scales),
                    (InterpolationMode.Bicubic, 2) when antialias => Aten._upsample_bicubic2d_aa_vec.Call(x, size, corners, scales),
                    (InterpolationMode.Bicubic, 2) => Aten.upsample_bicubic2d_vec.Call(x, size, corners, scales),
                    (InterpolationMode.Trilinear, 3) => Aten.upsample_trilinear3d_vec.Call(x, size, corners, scales),
                    _ => throw new ArgumentException($"interpolate has no {mode} mode for an input of {shape.Length} dimensions.", nameof(mode))
                };
            }

            /// <summary>Makes the last dimensions of an input larger or smaller; see <see cref="interpolate"/>.</summary>
            public static Tensor upsample(
                Tensor input,
                long[]? size = null,
                double[]? scale_factor = null,
                UpsampleMode mode = UpsampleMode.Nearest,
                bool align_corners = false) =>
                interpolate(input, size, scale_factor, (InterpolationMode)mode, mode == UpsampleMode.Nearest ? null : align_corners);

            /// <summary>Makes images larger or smaller by the nearest elements.</summary>
            public static Tensor upsample_nearest(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                interpolate(x, size, scale_factor);

            /// <summary>Makes images larger or smaller by linear interpolation in both directions.</summary>
            public static Tensor upsample_bilinear(Tensor x, long[]? size = null, double[]? scale_factor = null, bool align_corners = false) =>
                interpolate(x, size, scale_factor, InterpolationMode.Bilinear, align_corners);

            /// <summary>Channels rearranged into images larger by a factor in both directions: <c>[.., c·r², h, w]</c> becomes <c>[.., c, h·r, w·r]</c>.</summary>
            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => Aten.pixel_shuffle.Call(input, upscale_factor);

            /// <summary>The inverse of <see cref="pixel_shuffle"/>.</summary>
            public static Tensor pixel_unshuffle(Tensor input, long downscale_factor) => Aten.pixel_unshuffle.Call(input, downscale_factor);

            /// <summary>An input's values at given places, found by interpolation.</summary>
            /// <param name="input">Shape <c>[batch, channels, height, width]</c>, or with a depth before the height.</param>
            /// <param name="grid">The places, from -1 to 1 in each direction, x first: <c>[batch, height', width', 2]</c>.</param>
            /// <param name="mode">How values in between are found.</param>
            /// <param name="padding_mode">What lies outside the input.</param>
            /// <param name="align_corners">Whether -1 and 1 are the centres of the outermost elements; their outer edges otherwise.</param>
            public static Tensor grid_sample(
                Tensor input,
                Tensor grid,
                GridSampleMode mode = GridSampleMode.Bilinear,
                GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros,
                bool? align_corners = null)
            {
                // libtorch numbers both otherwise.
                var interpolation = mode == GridSampleMode.Nearest ? 1 : 0;
                var padding = padding_mode switch
                {
                    GridSamplePaddingMode.Border => 1,
                    GridSamplePaddingMode.Reflection => 2,
                    _ => 0
                };
                return Aten.grid_sampler.Call(input, grid, interpolation, padding, align_corners ?? false);
            }

            /// <summary>The places that affine maps take a regular grid to, for <see cref="grid_sample"/>.</summary>
            /// <param name="theta">The maps: <c>[batch, 2, 3]</c>, or <c>[batch, 3, 4]</c> for volumes.</param>
            /// <param name="size">The shape of the result to sample: batch, channels, height, width.</param>
            /// <param name="align_corners">As in <see cref="grid_sample"/>.</param>
            public static Tensor affine_grid(Tensor theta, long[]? size = null, bool align_corners = false) => Aten.affine_grid_generator.Call(
                theta,
                size ?? throw new ArgumentNullException(nameof(size), "affine_grid needs the shape of the images to sample."),
                align_corners);

            private static T[]? ForEach<T>(T[]? values, int dimensions, string argument)
            {
                if (values is null || values.Length == dimensions) return values;
                if (values.Length != 1)
                    throw new ArgumentException($"interpolate needs one number or {dimensions} of them, not {values.Length}.", argument);
                var repeated = new T[dimensions];
                Array.Fill(repeated, values[0]);
                return repeated;
            }
        }
    }
}
