using OptGen.SystemTorch.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>Fills the tensor with draws from a normal distribution.</summary>
        public Tensor normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Aten.normal_.CallInPlace(this, mean, std, generator);

        /// <summary>Fills the tensor with draws from a uniform distribution on [from, to).</summary>
        public Tensor uniform_(double from, double to, Generator? generator = null) => Aten.uniform_.CallInPlace(this, from, to, generator);

        /// <summary>Fills the tensor with draws from an exponential distribution with rate <paramref name="lambda"/>.</summary>
        public Tensor exponential_(double lambda = 1, Generator? generator = null) =>
            Aten.exponential_.CallInPlace(this, lambda, generator);

        /// <summary>Fills the tensor with draws from a Cauchy distribution.</summary>
        public Tensor cauchy_(double median = 0, double sigma = 1, Generator? generator = null) =>
            Aten.cauchy_.CallInPlace(this, median, sigma, generator);

        /// <summary>Fills the tensor with draws from a geometric distribution: how many trials until the first success.</summary>
        public Tensor geometric_(double p, Generator? generator = null) => Aten.geometric_.CallInPlace(this, p, generator);

        /// <summary>Fills the tensor with draws whose logarithm is normally distributed.</summary>
        public Tensor log_normal_(double mean = 0, double std = 1, Generator? generator = null) =>
            Aten.log_normal_.CallInPlace(this, mean, std, generator);

        /// <summary>Fills the tensor with whole numbers drawn from [from, to).</summary>
        public Tensor random_(double from, double to, Generator? generator = null) =>
            Aten.random__from.CallInPlace(this, (long)from, (long)to, generator);

        /// <summary>Fills the tensor with 1 (with probability p) and 0.</summary>
        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Aten.bernoulli__float.CallInPlace(this, p, generator);

        /// <summary>Fills the tensor with 1 and 0, each 1 with the probability of its own in p.</summary>
        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Aten.bernoulli__Tensor.CallInPlace(this, p, generator);

        /// <summary>1 or 0 for each element, 1 with the probability that the element gives.</summary>
        public Tensor bernoulli(Generator? generator = null) => Aten.bernoulli.Call(this, generator);

        /// <summary>
        /// Positions drawn with the probabilities (not negative; need not sum to 1) of a vector, or of each row of a matrix.
        /// </summary>
        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Aten.multinomial.Call(this, num_samples, replacement, generator);

        /// <summary>A draw from a Poisson distribution for each element, which gives its rate.</summary>
        public Tensor poisson(Generator? generator = null) => Aten.poisson.Call(this, generator);

        /// <summary>A draw from a binomial distribution for each element, which gives the number of trials.</summary>
        public Tensor binomial(Tensor prob, Generator? generator = null) => Aten.binomial.Call(this, prob, generator);
    }
}
