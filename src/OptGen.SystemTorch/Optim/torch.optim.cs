using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Stochastic gradient descent, for parameters. See <see cref="Modules.SGD"/>.</summary>
        public static Modules.SGD SGD(
            IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0,
            bool nesterov = false, bool maximize = false) =>
            new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

        /// <summary>
        /// Stochastic gradient descent, for parameters with names, as <c>named_parameters()</c> gives them. See
        /// <see cref="Modules.SGD"/>.
        /// </summary>
        public static Modules.SGD SGD(
            IEnumerable<(string name, Parameter parameter)> parameters, double learningRate, double momentum = 0, double dampening = 0,
            double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
            new(Values(parameters), learningRate, momentum, dampening, weight_decay, nesterov, maximize);

        /// <summary>
        /// Stochastic gradient descent, for parameters in groups with settings of their own. See <see cref="Modules.SGD"/>.
        /// </summary>
        public static Modules.SGD SGD(
            IEnumerable<Modules.SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0,
            double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
            new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

        /// <summary>Adam, for parameters. See <see cref="Modules.Adam"/>.</summary>
        public static Modules.Adam Adam(
            IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        /// <summary>Adam, for parameters with names, as <c>named_parameters()</c> gives them. See <see cref="Modules.Adam"/>.</summary>
        public static Modules.Adam Adam(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
            new(Values(parameters), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        /// <summary>Adam, for parameters in groups with settings of their own. See <see cref="Modules.Adam"/>.</summary>
        public static Modules.Adam Adam(
            IEnumerable<Modules.Adam.ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        /// <summary>AdamW: Adam with decoupled weight decay, for parameters. See <see cref="Modules.AdamW"/>.</summary>
        public static Modules.AdamW AdamW(
            IEnumerable<Parameter> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        /// <summary>
        /// AdamW: Adam with decoupled weight decay, for parameters with names, as <c>named_parameters()</c> gives them. See
        /// <see cref="Modules.AdamW"/>.
        /// </summary>
        public static Modules.AdamW AdamW(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
            new(Values(parameters), lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        /// <summary>
        /// AdamW: Adam with decoupled weight decay, for parameters in groups with settings of their own. See <see cref="Modules.AdamW"/>.
        /// </summary>
        public static Modules.AdamW AdamW(
            IEnumerable<Modules.AdamW.ParamGroup> parameters, double lr = 0.001, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, bool amsgrad = false, bool maximize = false) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay, amsgrad, maximize);

        /// <summary>Adagrad, for parameters. See <see cref="Modules.Adagrad"/>.</summary>
        public static Modules.Adagrad Adagrad(
            IEnumerable<Parameter> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
            double initial_accumulator_value = 0, double eps = 1e-10) =>
            new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);

        /// <summary>
        /// Adagrad, for parameters with names, as <c>named_parameters()</c> gives them. See <see cref="Modules.Adagrad"/>.
        /// </summary>
        public static Modules.Adagrad Adagrad(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
            double initial_accumulator_value = 0, double eps = 1e-10) =>
            new(Values(parameters), lr, lr_decay, weight_decay, initial_accumulator_value, eps);

        /// <summary>Adagrad, for parameters in groups with settings of their own. See <see cref="Modules.Adagrad"/>.</summary>
        public static Modules.Adagrad Adagrad(
            IEnumerable<Modules.Adagrad.ParamGroup> parameters, double lr = 0.01, double lr_decay = 0, double weight_decay = 0,
            double initial_accumulator_value = 0, double eps = 1e-10) =>
            new(parameters, lr, lr_decay, weight_decay, initial_accumulator_value, eps);

        /// <summary>RMSprop, for parameters. See <see cref="Modules.RMSProp"/>.</summary>
        public static Modules.RMSProp RMSProp(
            IEnumerable<Parameter> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8, double weight_decay = 0,
            double momentum = 0, bool centered = false, bool maximize = false) =>
            new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

        /// <summary>
        /// RMSprop, for parameters with names, as <c>named_parameters()</c> gives them. See <see cref="Modules.RMSProp"/>.
        /// </summary>
        public static Modules.RMSProp RMSProp(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
            double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
            new(Values(parameters), lr, alpha, eps, weight_decay, momentum, centered, maximize);

        /// <summary>RMSprop, for parameters in groups with settings of their own. See <see cref="Modules.RMSProp"/>.</summary>
        public static Modules.RMSProp RMSProp(
            IEnumerable<Modules.RMSProp.ParamGroup> parameters, double lr = 0.01, double alpha = 0.99, double eps = 1e-8,
            double weight_decay = 0, double momentum = 0, bool centered = false, bool maximize = false) =>
            new(parameters, lr, alpha, eps, weight_decay, momentum, centered, maximize);

        /// <summary>RAdam: Adam with a rectified variance, for parameters. See <see cref="Modules.RAdam"/>.</summary>
        public static Modules.RAdam RAdam(
            IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay);

        /// <summary>
        /// RAdam: Adam with a rectified variance, for parameters with names, as <c>named_parameters()</c> gives them. See
        /// <see cref="Modules.RAdam"/>.
        /// </summary>
        public static Modules.RAdam RAdam(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0) =>
            new(Values(parameters), lr, beta1, beta2, eps, weight_decay);

        /// <summary>
        /// RAdam: Adam with a rectified variance, for parameters in groups with settings of their own. See <see cref="Modules.RAdam"/>.
        /// </summary>
        public static Modules.RAdam RAdam(
            IEnumerable<Modules.RAdam.ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay);

        /// <summary>NAdam: Adam with Nesterov momentum, for parameters. See <see cref="Modules.NAdam"/>.</summary>
        public static Modules.NAdam NAdam(
            IEnumerable<Parameter> named_parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0, double momentum_decay = 0.004) =>
            new(named_parameters, lr, beta1, beta2, eps, weight_decay, momentum_decay);

        /// <summary>
        /// NAdam: Adam with Nesterov momentum, for parameters with names, as <c>named_parameters()</c> gives them. See
        /// <see cref="Modules.NAdam"/>.
        /// </summary>
        public static Modules.NAdam NAdam(
            IEnumerable<(string name, Parameter parameter)> named_parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, double momentum_decay = 0.004) =>
            new(Values(named_parameters), lr, beta1, beta2, eps, weight_decay, momentum_decay);

        /// <summary>
        /// NAdam: Adam with Nesterov momentum, for parameters in groups with settings of their own. See <see cref="Modules.NAdam"/>.
        /// </summary>
        public static Modules.NAdam NAdam(
            IEnumerable<Modules.NAdam.ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0, double momentum_decay = 0.004) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay, momentum_decay);

        /// <summary>Adamax: Adam with the infinity norm, for parameters. See <see cref="Modules.Adamax"/>.</summary>
        public static Modules.Adamax Adamax(
            IEnumerable<Parameter> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999, double eps = 1e-8,
            double weight_decay = 0) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay);

        /// <summary>
        /// Adamax: Adam with the infinity norm, for parameters with names, as <c>named_parameters()</c> gives them. See
        /// <see cref="Modules.Adamax"/>.
        /// </summary>
        public static Modules.Adamax Adamax(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0) =>
            new(Values(parameters), lr, beta1, beta2, eps, weight_decay);

        /// <summary>
        /// Adamax: Adam with the infinity norm, for parameters in groups with settings of their own. See <see cref="Modules.Adamax"/>.
        /// </summary>
        public static Modules.Adamax Adamax(
            IEnumerable<Modules.Adamax.ParamGroup> parameters, double lr = 0.002, double beta1 = 0.9, double beta2 = 0.999,
            double eps = 1e-8, double weight_decay = 0) =>
            new(parameters, lr, beta1, beta2, eps, weight_decay);

        /// <summary>Adadelta, for parameters. See <see cref="Modules.Adadelta"/>.</summary>
        public static Modules.Adadelta Adadelta(
            IEnumerable<Parameter> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6, double weight_decay = 0,
            bool maximize = false) =>
            new(parameters, lr, rho, eps, weight_decay, maximize);

        /// <summary>
        /// Adadelta, for parameters with names, as <c>named_parameters()</c> gives them. See <see cref="Modules.Adadelta"/>.
        /// </summary>
        public static Modules.Adadelta Adadelta(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6,
            double weight_decay = 0, bool maximize = false) =>
            new(Values(parameters), lr, rho, eps, weight_decay, maximize);

        /// <summary>Adadelta, for parameters in groups with settings of their own. See <see cref="Modules.Adadelta"/>.</summary>
        public static Modules.Adadelta Adadelta(
            IEnumerable<Modules.Adadelta.ParamGroup> parameters, double lr = 1, double rho = 0.9, double eps = 1e-6,
            double weight_decay = 0, bool maximize = false) =>
            new(parameters, lr, rho, eps, weight_decay, maximize);

        /// <summary>Averaged stochastic gradient descent, for parameters. See <see cref="Modules.ASGD"/>.</summary>
        public static Modules.ASGD ASGD(
            IEnumerable<Parameter> parameters, double lr = 0.001, double lambd = 0.0001, double alpha = 0.75, double t0 = 1e6,
            double weight_decay = 0, bool maximize = false) =>
            new(parameters, lr, lambd, alpha, t0, weight_decay, maximize);

        /// <summary>
        /// Averaged stochastic gradient descent, for parameters with names, as <c>named_parameters()</c> gives them. See
        /// <see cref="Modules.ASGD"/>.
        /// </summary>
        public static Modules.ASGD ASGD(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.001, double lambd = 0.0001, double alpha = 0.75,
            double t0 = 1e6, double weight_decay = 0, bool maximize = false) =>
            new(Values(parameters), lr, lambd, alpha, t0, weight_decay, maximize);

        /// <summary>
        /// Averaged stochastic gradient descent, for parameters in groups with settings of their own. See <see cref="Modules.ASGD"/>.
        /// </summary>
        public static Modules.ASGD ASGD(
            IEnumerable<ParamGroup<Modules.ASGD.Options>> parameters, double lr = 0.001, double lambd = 0.0001, double alpha = 0.75,
            double t0 = 1e6, double weight_decay = 0, bool maximize = false) =>
            new(parameters, lr, lambd, alpha, t0, weight_decay, maximize);

        /// <summary>Resilient backpropagation, for parameters. See <see cref="Modules.Rprop"/>.</summary>
        public static Modules.Rprop Rprop(
            IEnumerable<Parameter> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2, double min_step = 1e-6,
            double max_step = 50, bool maximize = false) =>
            new(parameters, lr, etaminus, etaplus, min_step, max_step, maximize);

        /// <summary>
        /// Resilient backpropagation, for parameters with names, as <c>named_parameters()</c> gives them. See
        /// <see cref="Modules.Rprop"/>.
        /// </summary>
        public static Modules.Rprop Rprop(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2,
            double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
            new(Values(parameters), lr, etaminus, etaplus, min_step, max_step, maximize);

        /// <summary>
        /// Resilient backpropagation, for parameters in groups with settings of their own. See <see cref="Modules.Rprop"/>.
        /// </summary>
        public static Modules.Rprop Rprop(
            IEnumerable<Modules.Rprop.ParamGroup> parameters, double lr = 0.01, double etaminus = 0.5, double etaplus = 1.2,
            double min_step = 1e-6, double max_step = 50, bool maximize = false) =>
            new(parameters, lr, etaminus, etaplus, min_step, max_step, maximize);

        /// <summary>
        /// Limited-memory BFGS, a quasi-Newton method whose step needs a closure, for parameters. See <see cref="Modules.LBFGS"/>.
        /// </summary>
        public static Modules.LBFGS LBFGS(
            IEnumerable<Parameter> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null, double tolerange_grad = 1e-5,
            double tolerance_change = 1e-9, long history_size = 100) =>
            new(parameters, lr, max_iter, max_eval, tolerange_grad, tolerance_change, history_size);

        /// <summary>
        /// Limited-memory BFGS, a quasi-Newton method whose step needs a closure, for parameters with names, as <c>named_parameters()</c>
        /// gives them. See <see cref="Modules.LBFGS"/>.
        /// </summary>
        public static Modules.LBFGS LBFGS(
            IEnumerable<(string name, Parameter parameter)> parameters, double lr = 0.01, long max_iter = 20, long? max_eval = null,
            double tolerange_grad = 1e-5, double tolerance_change = 1e-9, long history_size = 100) =>
            new(Values(parameters), lr, max_iter, max_eval, tolerange_grad, tolerance_change, history_size);

        private static IEnumerable<Parameter> Values(IEnumerable<(string name, Parameter parameter)> parameters)
        {
            ArgumentNullException.ThrowIfNull(parameters);
            return parameters.Select(named => named.parameter);
        }
    }
}
