using OptGen.SystemTorch.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>The base of the layers that normalise each channel and may keep running means and variances.</summary>
public abstract class NormBase : nn.Module<Tensor, Tensor>
{
    private Parameter? _weight;
    private Parameter? _bias;
    private Tensor? _running_mean;
    private Tensor? _running_var;
    private Tensor? _num_batches_tracked;

    /// <summary>Makes the layer with factors of one, nothing added, and running values of a standard distribution.</summary>
    public NormBase(
        long num_features,
        double eps,
        double? momentum,
        bool affine,
        bool track_running_stats,
        Device? device,
        ScalarType? dtype,
        string name)
        : base(name)
    {
        this.num_features = num_features;
        this.eps = eps;
        this.momentum = momentum;
        this.affine = affine;
        this.track_running_stats = track_running_stats;
        if (affine)
        {
            weight = LayerParameters.Ones([num_features], device, dtype);
            bias = LayerParameters.Zeros([num_features], device, dtype);
        }

        if (!track_running_stats) return;
        running_mean = zeros([num_features], dtype, device);
        running_var = ones([num_features], dtype, device);
        num_batches_tracked = zeros([], ScalarType.Int64, device);
    }

    /// <summary>The number of channels.</summary>
    public long num_features { get; }

    /// <summary>Whether the layer learns a factor and an addend for each channel.</summary>
    public bool affine { get; }

    /// <summary>Whether the layer keeps running means and variances.</summary>
    public bool track_running_stats { get; }

    /// <summary>What is added to the variance before its root.</summary>
    public double eps { get; set; }

    /// <summary>How far the running values move towards those of a batch; null for the mean over all batches.</summary>
    public double? momentum { get; set; }

    /// <summary>The factor of each channel; null where none is learnt. Setting it disposes the old one.</summary>
    public Parameter? weight
    {
        get => _weight;
        set => Exchange(ref _weight, value, nameof(weight));
    }

    /// <summary>What is added to each channel; null where it is not learnt. Setting it disposes the old one.</summary>
    public Parameter? bias
    {
        get => _bias;
        set => Exchange(ref _bias, value, nameof(bias));
    }

    /// <summary>The running mean of each channel; null where none is kept. Setting it disposes the old one.</summary>
    public Tensor? running_mean
    {
        get => _running_mean;
        set => ExchangeBuffer(ref _running_mean, value, nameof(running_mean));
    }

    /// <summary>The running variance of each channel; null where none is kept. Setting it disposes the old one.</summary>
    public Tensor? running_var
    {
        get => _running_var;
        set => ExchangeBuffer(ref _running_var, value, nameof(running_var));
    }

    /// <summary>How many batches went into the running values; null where none are kept. Setting it disposes the old one.</summary>
    public Tensor? num_batches_tracked
    {
        get => _num_batches_tracked;
        set => ExchangeBuffer(ref _num_batches_tracked, value, nameof(num_batches_tracked));
    }

    /// <summary>Forgets the running values.</summary>
    public void reset_running_stats()
    {
        if (_running_mean is not null) nn.init.zeros_(_running_mean);
        if (_running_var is not null) nn.init.ones_(_running_var);
        if (_num_batches_tracked is not null) nn.init.zeros_(_num_batches_tracked);
    }

    /// <summary>Forgets the running values and what was learnt.</summary>
    public void reset_parameters()
    {
        reset_running_stats();
        if (_weight is not null) nn.init.ones_(_weight);
        if (_bias is not null) nn.init.zeros_(_bias);
    }

    /// <summary>Checks that an input has a number of dimensions the layer takes.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    protected abstract void ValidateInputDimensions(Tensor input);

    /// <summary>Checks an input's number of dimensions.</summary>
    private protected void CheckDimensions(Tensor input, int first, int second)
    {
        var dimensions = input.dim();
        if (dimensions != first && dimensions != second)
            throw new ArgumentException($"{GetName()} takes an input of {first}{(first == second ? string.Empty : $" or {second}")} dimensions, not of {dimensions}.", nameof(input));
    }

    private protected Tensor BatchNormalized(Tensor input)
    {
        var average = momentum ?? 0;
        if (training && _num_batches_tracked is not null)
        {
            Aten.add__Scalar.CallInPlace(_num_batches_tracked, 1);
            if (momentum is null) average = 1.0 / _num_batches_tracked.item<long>();
        }

        var usesBatch = training || (_running_mean is null && _running_var is null);
        var tracks = !training || track_running_stats;
        return Aten.batch_norm.Call(
            input,
            _weight,
            _bias,
            tracks ? _running_mean : null,
            tracks ? _running_var : null,
            usesBatch,
            average,
            eps,
            true);
    }

    private protected Tensor InstanceNormalized(Tensor input) => Aten.instance_norm.Call(
        input,
        _weight,
        _bias,
        _running_mean,
        _running_var,
        training || !track_running_stats,
        momentum ?? 0,
        eps,
        true);

    private protected override void Replaced(string name, Tensor old, Tensor replacement)
    {
        switch (name)
        {
            case nameof(weight):
                _weight = (Parameter)replacement;
                break;
            case nameof(bias):
                _bias = (Parameter)replacement;
                break;
            case nameof(running_mean):
                _running_mean = replacement;
                break;
            case nameof(running_var):
                _running_var = replacement;
                break;
            case nameof(num_batches_tracked):
                _num_batches_tracked = replacement;
                break;
            default:
                base.Replaced(name, old, replacement);
                break;
        }
    }
}
