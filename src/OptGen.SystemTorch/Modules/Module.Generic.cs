namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The base of modules with one input.</summary>
        public abstract class Module<T, TResult>
            : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            /// <summary>Starts a module with nothing registered.</summary>
            /// <param name="name">What <see cref="Module.GetName"/> returns; usually the class's name.</param>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>Computes the result, without hooks. Parents use <see cref="call"/>.</summary>
            public abstract TResult forward(T input);

            /// <summary>Runs the hooks and, between them, forward.</summary>
            public TResult call(T input)
            {
                CompleteRegistration();
                return HasHooks ? CallWithHooks(input) : forward(input);
            }

            private TResult CallWithHooks(T input)
            {
                foreach (var hook in InOrder(module_pre_hooks)) hook(this);
                foreach (var hook in InOrder(pre_hooks))
                {
                    if (hook(this, input) is { } changed) input = changed;
                }

                var result = forward(input);
                foreach (var hook in InOrder(post_hooks))
                {
                    if (hook(this, input, result) is { } changed) result = changed;
                }

                foreach (var hook in InOrder(module_post_hooks)) hook(this);
                return result;
            }
        }

        /// <summary>The base of modules with two inputs.</summary>
        public abstract class Module<T1, T2, TResult>
            : HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>, IModule<T1, T2, TResult>
        {
            /// <summary>Starts a module with nothing registered.</summary>
            /// <param name="name">What <see cref="Module.GetName"/> returns; usually the class's name.</param>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>Computes the result, without hooks. Parents use <see cref="call"/>.</summary>
            public abstract TResult forward(T1 input1, T2 input2);

            /// <summary>Runs the hooks and, between them, forward.</summary>
            public TResult call(T1 input1, T2 input2)
            {
                CompleteRegistration();
                return HasHooks ? CallWithHooks(input1, input2) : forward(input1, input2);
            }

            private TResult CallWithHooks(T1 input1, T2 input2)
            {
                foreach (var hook in InOrder(module_pre_hooks)) hook(this);
                foreach (var hook in InOrder(pre_hooks))
                {
                    if (hook(this, input1, input2) is { } changed) (input1, input2) = changed;
                }

                var result = forward(input1, input2);
                foreach (var hook in InOrder(post_hooks))
                {
                    if (hook(this, input1, input2, result) is { } changed) result = changed;
                }

                foreach (var hook in InOrder(module_post_hooks)) hook(this);
                return result;
            }
        }

        /// <summary>The base of modules with three inputs.</summary>
        public abstract class Module<T1, T2, T3, TResult>
            : HookableModule<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>, Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult>>, IModule<T1, T2, T3, TResult>
        {
            /// <summary>Starts a module with nothing registered.</summary>
            /// <param name="name">What <see cref="Module.GetName"/> returns; usually the class's name.</param>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>Computes the result, without hooks. Parents use <see cref="call"/>.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            /// <summary>Runs the hooks and, between them, forward.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                CompleteRegistration();
                return HasHooks ? CallWithHooks(input1, input2, input3) : forward(input1, input2, input3);
            }

            private TResult CallWithHooks(T1 input1, T2 input2, T3 input3)
            {
                foreach (var hook in InOrder(module_pre_hooks)) hook(this);
                foreach (var hook in InOrder(pre_hooks))
                {
                    if (hook(this, input1, input2, input3) is { } changed) (input1, input2, input3) = changed;
                }

                var result = forward(input1, input2, input3);
                foreach (var hook in InOrder(post_hooks))
                {
                    if (hook(this, input1, input2, input3, result) is { } changed) result = changed;
                }

                foreach (var hook in InOrder(module_post_hooks)) hook(this);
                return result;
            }
        }

        /// <summary>The base of modules with four inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, TResult>
            : HookableModule<Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?>, Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult>>, IModule<T1, T2, T3, T4, TResult>
        {
            /// <summary>Starts a module with nothing registered.</summary>
            /// <param name="name">What <see cref="Module.GetName"/> returns; usually the class's name.</param>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>Computes the result, without hooks. Parents use <see cref="call"/>.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4);

            /// <summary>Runs the hooks and, between them, forward.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4)
            {
                CompleteRegistration();
                return HasHooks ? CallWithHooks(input1, input2, input3, input4) : forward(input1, input2, input3, input4);
            }

            private TResult CallWithHooks(T1 input1, T2 input2, T3 input3, T4 input4)
            {
                foreach (var hook in InOrder(module_pre_hooks)) hook(this);
                foreach (var hook in InOrder(pre_hooks))
                {
                    if (hook(this, input1, input2, input3, input4) is { } changed) (input1, input2, input3, input4) = changed;
                }

                var result = forward(input1, input2, input3, input4);
                foreach (var hook in InOrder(post_hooks))
                {
                    if (hook(this, input1, input2, input3, input4, result) is { } changed) result = changed;
                }

                foreach (var hook in InOrder(module_post_hooks)) hook(this);
                return result;
            }
        }

        /// <summary>The base of modules with five inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, TResult>
            : HookableModule<Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, (T1, T2, T3, T4, T5)?>, Func<Module<T1, T2, T3, T4, T5, TResult>, T1, T2, T3, T4, T5, TResult, TResult>>, IModule<T1, T2, T3, T4, T5, TResult>
        {
            /// <summary>Starts a module with nothing registered.</summary>
            /// <param name="name">What <see cref="Module.GetName"/> returns; usually the class's name.</param>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>Computes the result, without hooks. Parents use <see cref="call"/>.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5);

            /// <summary>Runs the hooks and, between them, forward.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
            {
                CompleteRegistration();
                return HasHooks ? CallWithHooks(input1, input2, input3, input4, input5) : forward(input1, input2, input3, input4, input5);
            }

            private TResult CallWithHooks(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5)
            {
                foreach (var hook in InOrder(module_pre_hooks)) hook(this);
                foreach (var hook in InOrder(pre_hooks))
                {
                    if (hook(this, input1, input2, input3, input4, input5) is { } changed) (input1, input2, input3, input4, input5) = changed;
                }

                var result = forward(input1, input2, input3, input4, input5);
                foreach (var hook in InOrder(post_hooks))
                {
                    if (hook(this, input1, input2, input3, input4, input5, result) is { } changed) result = changed;
                }

                foreach (var hook in InOrder(module_post_hooks)) hook(this);
                return result;
            }
        }

        /// <summary>The base of modules with six inputs.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, T6, TResult>
            : HookableModule<Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?>, Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult>>, IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            /// <summary>Starts a module with nothing registered.</summary>
            /// <param name="name">What <see cref="Module.GetName"/> returns; usually the class's name.</param>
            protected Module(string name)
                : base(name)
            {
            }

            /// <summary>Computes the result, without hooks. Parents use <see cref="call"/>.</summary>
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);

            /// <summary>Runs the hooks and, between them, forward.</summary>
            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6)
            {
                CompleteRegistration();
                return HasHooks ? CallWithHooks(input1, input2, input3, input4, input5, input6) : forward(input1, input2, input3, input4, input5, input6);
            }

            private TResult CallWithHooks(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6)
            {
                foreach (var hook in InOrder(module_pre_hooks)) hook(this);
                foreach (var hook in InOrder(pre_hooks))
                {
                    if (hook(this, input1, input2, input3, input4, input5, input6) is { } changed) (input1, input2, input3, input4, input5, input6) = changed;
                }

                var result = forward(input1, input2, input3, input4, input5, input6);
                foreach (var hook in InOrder(post_hooks))
                {
                    if (hook(this, input1, input2, input3, input4, input5, input6, result) is { } changed) result = changed;
                }

                foreach (var hook in InOrder(module_post_hooks)) hook(this);
                return result;
            }
        }
    }
}
