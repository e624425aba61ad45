using OptGen.SystemTorch.Interop;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp.Modules
{
    /// <summary>A recurrent layer: each state is a linear map of the input and the state before it, through tanh or ReLU.</summary>
    /// <remarks>The input has shape <c>[places, batch, width]</c>, or <c>[places, width]</c>.</remarks>
    public sealed class RNN : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights weights;
        private readonly bool batchFirst;
        private readonly double dropout;
        private readonly nn.NonLinearities nonLinearity;

        internal RNN(long inputSize, long hiddenSize, long numLayers, nn.NonLinearities nonLinearity, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
            : base(nameof(RNN))
        {
            weights = new RecurrentWeights(inputSize, hiddenSize, 1, numLayers, bias, bidirectional, device, dtype);
            weights.RegisterWith(this);
            this.batchFirst = batchFirst;
            this.dropout = dropout;
            this.nonLinearity = nonLinearity;
        }

        /// <summary>Reads a sequence, hooks included; see <see cref="forward"/>.</summary>
        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        /// <summary>Reads a sequence.</summary>
        /// <param name="input">The sequence.</param>
        /// <param name="h0">The state before it, for every level and direction; zeros where null.</param>
        /// <returns>The top level's states at every place, and the last state of every level and direction.</returns>
        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0)
        {
            using var scope = NewDisposeScope();
            var start = h0 ?? weights.Start(input, batchFirst);
            var isBatched = input.dim() == 3;
            if (!isBatched) (input, start) = (input.unsqueeze(batchFirst ? 0 : 1), start.unsqueeze(1));
            var (states, last) = (nonLinearity == nn.NonLinearities.ReLU ? Aten.rnn_relu_input : Aten.rnn_tanh_input).Call2(
                input,
                start,
                weights.All,
                weights.HasBias,
                weights.Levels,
                dropout,
                training,
                weights.IsBidirectional,
                batchFirst);
            if (!isBatched) (states, last) = (states.squeeze(batchFirst ? 0 : 1), last.squeeze(1));
            return scope.MoveToOuter(states, last);
        }

        /// <summary>The input's weight at a place counted over levels and directions.</summary>
        public Parameter get_weight_ih(long idx) => weights.Find("weight_ih", idx);

        /// <summary>The state's weight at a place counted over levels and directions.</summary>
        public Parameter get_weight_hh(long idx) => weights.Find("weight_hh", idx);

        /// <summary>The input's bias at a place counted over levels and directions.</summary>
        public Parameter get_bias_ih(long idx) => weights.Find("bias_ih", idx);

        /// <summary>The state's bias at a place counted over levels and directions.</summary>
        public Parameter get_bias_hh(long idx) => weights.Find("bias_hh", idx);

        /// <summary>Nothing to do: libtorch copies the weights together itself where that is faster.</summary>
        public void flatten_parameters()
        {
        }

        private protected override void Replaced(string name, Tensor old, Tensor replacement) => weights.Replace(old, replacement);
    }

    /// <summary>A recurrent layer of gated units (Cho et al. 2014).</summary>
    /// <remarks>The input has shape <c>[places, batch, width]</c>, or <c>[places, width]</c>.</remarks>
    public sealed class GRU : nn.Module<Tensor, Tensor?, (Tensor, Tensor)>
    {
        private readonly RecurrentWeights weights;
        private readonly bool batchFirst;
        private readonly double dropout;

        internal GRU(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
            : base(nameof(GRU))
        {
            weights = new RecurrentWeights(inputSize, hiddenSize, 3, numLayers, bias, bidirectional, device, dtype);
            weights.RegisterWith(this);
            this.batchFirst = batchFirst;
            this.dropout = dropout;
        }

        /// <summary>Reads a sequence, hooks included; see <see cref="forward"/>.</summary>
        public new (Tensor, Tensor) call(Tensor input, Tensor? h0 = null) => base.call(input, h0);

        /// <summary>Reads a sequence.</summary>
        /// <param name="input">The sequence.</param>
        /// <param name="h0">The state before it, for every level and direction; zeros where null.</param>
        /// <returns>The top level's states at every place, and the last state of every level and direction.</returns>
        public override (Tensor, Tensor) forward(Tensor input, Tensor? h0 = null)
        {
            using var scope = NewDisposeScope();
            var start = h0 ?? weights.Start(input, batchFirst);
            var isBatched = input.dim() == 3;
            if (!isBatched) (input, start) = (input.unsqueeze(batchFirst ? 0 : 1), start.unsqueeze(1));
            var (states, last) = Aten.gru_input.Call2(
                input,
                start,
                weights.All,
                weights.HasBias,
                weights.Levels,
                dropout,
                training,
                weights.IsBidirectional,
                batchFirst);
            if (!isBatched) (states, last) = (states.squeeze(batchFirst ? 0 : 1), last.squeeze(1));
            return scope.MoveToOuter(states, last);
        }

        /// <summary>Nothing to do: libtorch copies the weights together itself where that is faster.</summary>
        public void flatten_parameters()
        {
        }

        private protected override void Replaced(string name, Tensor old, Tensor replacement) => weights.Replace(old, replacement);
    }

    /// <summary>Long short-term memory: a recurrent layer whose cells learn what to keep and what to forget (Hochreiter &amp; Schmidhuber 1997).</summary>
    /// <remarks>The input has shape <c>[places, batch, width]</c>, or <c>[places, width]</c>.</remarks>
    public sealed class LSTM : nn.Module<Tensor, (Tensor, Tensor)?, (Tensor, Tensor, Tensor)>
    {
        private readonly RecurrentWeights weights;
        private readonly bool batchFirst;
        private readonly double dropout;

        internal LSTM(long inputSize, long hiddenSize, long numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, Device? device, ScalarType? dtype)
            : base(nameof(LSTM))
        {
            weights = new RecurrentWeights(inputSize, hiddenSize, 4, numLayers, bias, bidirectional, device, dtype);
            weights.RegisterWith(this);
            this.batchFirst = batchFirst;
            this.dropout = dropout;
        }

        /// <summary>Reads a sequence, hooks included; see <see cref="forward"/>.</summary>
        public new (Tensor, Tensor, Tensor) call(Tensor input, (Tensor, Tensor)? h0_c0 = null) => base.call(input, h0_c0);

        /// <summary>Reads a sequence.</summary>
        /// <param name="input">The sequence.</param>
        /// <param name="h0_c0">State and cells before it, for every level and direction; zeros where null.</param>
        /// <returns>The top level's states at every place, and the last states and cells of every level and direction.</returns>
        public override (Tensor, Tensor, Tensor) forward(Tensor input, (Tensor, Tensor)? h0_c0 = null)
        {
            using var scope = NewDisposeScope();
            var (state, cells) = h0_c0 ?? (weights.Start(input, batchFirst), weights.Start(input, batchFirst));
            var isBatched = input.dim() == 3;
            if (!isBatched) (input, state, cells) = (input.unsqueeze(batchFirst ? 0 : 1), state.unsqueeze(1), cells.unsqueeze(1));
            var (states, lastState, lastCells) = Aten.lstm_input.Call3(
                input,
                new[] { state, cells },
                weights.All,
                weights.HasBias,
                weights.Levels,
                dropout,
                training,
                weights.IsBidirectional,
                batchFirst);
            if (!isBatched) (states, lastState, lastCells) = (states.squeeze(batchFirst ? 0 : 1), lastState.squeeze(1), lastCells.squeeze(1));
            return scope.MoveToOuter(states, lastState, lastCells);
        }

        /// <summary>Nothing to do: libtorch copies the weights together itself where that is faster.</summary>
        public void flatten_parameters()
        {
        }

        private protected override void Replaced(string name, Tensor old, Tensor replacement) => weights.Replace(old, replacement);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>What the states of a simple recurrent layer go through.</summary>
            public enum NonLinearities
            {
                /// <summary>max(x, 0).</summary>
                ReLU = 0,

                /// <summary>The hyperbolic tangent.</summary>
                Tanh = 1
            }

            /// <summary>A recurrent layer.</summary>
            /// <param name="inputSize">The width of the input.</param>
            /// <param name="hiddenSize">The width of the state.</param>
            /// <param name="numLayers">How many levels stand on top of each other.</param>
            /// <param name="nonLinearity">What each state goes through.</param>
            /// <param name="bias">Whether the maps add something.</param>
            /// <param name="batchFirst">Whether the batch is the first dimension of the input rather than the second.</param>
            /// <param name="dropout">The probability to drop between levels, in training.</param>
            /// <param name="bidirectional">Whether a second direction reads the sequence backwards.</param>
            /// <param name="device">Where the parameters live.</param>
            /// <param name="dtype">The parameters' type.</param>
            public static RNN RNN(
                long inputSize,
                long hiddenSize,
                long numLayers = 1,
                NonLinearities nonLinearity = NonLinearities.Tanh,
                bool bias = true,
                bool batchFirst = false,
                double dropout = 0,
                bool bidirectional = false,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, nonLinearity, bias, batchFirst, dropout, bidirectional, device, dtype);

            /// <summary>A recurrent layer of gated units.</summary>
            /// <param name="inputSize">The width of the input.</param>
            /// <param name="hiddenSize">The width of the state.</param>
            /// <param name="numLayers">How many levels stand on top of each other.</param>
            /// <param name="bias">Whether the maps add something.</param>
            /// <param name="batchFirst">Whether the batch is the first dimension of the input rather than the second.</param>
            /// <param name="dropout">The probability to drop between levels, in training.</param>
            /// <param name="bidirectional">Whether a second direction reads the sequence backwards.</param>
            /// <param name="device">Where the parameters live.</param>
            /// <param name="dtype">The parameters' type.</param>
            public static GRU GRU(
                long inputSize,
                long hiddenSize,
                long numLayers = 1,
                bool bias = true,
                bool batchFirst = false,
                double dropout = 0,
                bool bidirectional = false,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);

            /// <summary>Long short-term memory.</summary>
            /// <param name="inputSize">The width of the input.</param>
            /// <param name="hiddenSize">The width of the state.</param>
            /// <param name="numLayers">How many levels stand on top of each other.</param>
            /// <param name="bias">Whether the maps add something.</param>
            /// <param name="batchFirst">Whether the batch is the first dimension of the input rather than the second.</param>
            /// <param name="dropout">The probability to drop between levels, in training.</param>
            /// <param name="bidirectional">Whether a second direction reads the sequence backwards.</param>
            /// <param name="device">Where the parameters live.</param>
            /// <param name="dtype">The parameters' type.</param>
            public static LSTM LSTM(
                long inputSize,
                long hiddenSize,
                long numLayers = 1,
                bool bias = true,
                bool batchFirst = false,
                double dropout = 0,
                bool bidirectional = false,
                Device? device = null,
                ScalarType? dtype = null) =>
                new(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, device, dtype);
        }
    }
}
