// Automatic differentiation: gradients, modes, and functions whose forward and backward are written in C#.
#include "internal.h"

#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/anomaly_mode.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/custom_class.h>

#include <memory>
#include <vector>

using optgen::borrow;
using optgen::guarded;
using optgen::hand_out;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

namespace {

variable_list borrow_all(void* const* tensors, int32_t count) {
    variable_list list;
    list.reserve(count);
    for (int32_t i = 0; i < count; i++) list.push_back(borrow(tensors[i]));
    return list;
}

void** hand_out_all(variable_list&& list) {
    auto pointers = std::make_unique<void*[]>(list.size());
    for (size_t i = 0; i < list.size(); i++) pointers[i] = hand_out(std::move(list[i]));
    return pointers.release();
}

// Takes over the tensors a callback gave away, and frees their array.
variable_list take_all(void** tensors, int32_t count, void (*release)(void**)) {
    const std::unique_ptr<void*, void (*)(void**)> array(tensors, release);
    variable_list list(count);
    for (int32_t i = 0; i < count; i++) list[i] = optgen::take(tensors[i]);
    return list;
}

// Keeps the managed state of one application alive exactly as long as its node in the graph.
struct ManagedState : torch::CustomClassHolder {
    ManagedState(const optgen_function_callbacks& callbacks, void* state) : callbacks(callbacks), state(state) {}
    ~ManagedState() override { callbacks.release_state(state); }

    variable_list forward(AutogradContext* context) const {
        void** outputs = nullptr;
        int32_t count = 0;
        check(callbacks.forward(context, state, &outputs, &count));
        return take_all(outputs, count, callbacks.release_outputs);
    }

    variable_list backward(AutogradContext* context, variable_list&& gradients) const {
        std::vector<void*> pointers(gradients.size());
        for (size_t i = 0; i < gradients.size(); i++) pointers[i] = hand_out(std::move(gradients[i]));
        void** outputs = nullptr;
        int32_t count = 0;
        check(callbacks.backward(context, state, pointers.data(), static_cast<int32_t>(pointers.size()), &outputs, &count));
        return take_all(outputs, count, callbacks.release_outputs);
    }

    void check(int64_t token) const {
        if (token != 0) throw optgen::ManagedException(token, callbacks.release_exception);
    }

    const optgen_function_callbacks callbacks;
    void* const state;
};

struct ManagedFunction : torch::autograd::Function<ManagedFunction> {
    static variable_list forward(AutogradContext* context, at::TensorList, c10::intrusive_ptr<ManagedState> managed) {
        context->saved_data["managed"] = c10::IValue::make_capsule(managed);
        return managed->forward(context);
    }

    static variable_list backward(AutogradContext* context, variable_list gradients) {
        const auto managed = context->saved_data.at("managed").toCapsule();
        auto results = static_cast<const ManagedState&>(*managed).backward(context, std::move(gradients));
        results.emplace_back();  // for the state, which is no tensor
        return results;
    }
};

}  // namespace

int32_t optgen_tensor_set_requires_grad(void* tensor, int32_t requires_grad) {
    return guarded(-1, [&] {
        borrow(tensor).requires_grad_(requires_grad != 0);
        return 0;
    });
}

int32_t optgen_tensor_retain_grad(void* tensor) {
    return guarded(-1, [&] {
        borrow(tensor).retain_grad();
        return 0;
    });
}

int32_t optgen_tensor_grad(void* tensor, void** grad) {
    return guarded(-1, [&] {
        const auto value = borrow(tensor);
        // grad() of a non-leaf that retains nothing is undefined; asking through the impl avoids libtorch's warning on stderr.
        *grad = hand_out(at::Tensor(value.unsafeGetTensorImpl()->grad()));
        return 0;
    });
}

int32_t optgen_tensor_set_grad(void* tensor, void* grad) {
    return guarded(-1, [&] {
        const auto value = borrow(tensor);
        const auto gradient = borrow(grad);
        if (gradient.defined()) {
            TORCH_CHECK(gradient.sizes() == value.sizes(), "the gradient has shape ", gradient.sizes(), ", but the tensor has shape ", value.sizes());
            TORCH_CHECK(gradient.dtype() == value.dtype(), "the gradient has type ", gradient.dtype(), ", but the tensor has type ", value.dtype());
            TORCH_CHECK(gradient.device() == value.device(), "the gradient is on ", gradient.device(), ", but the tensor is on ", value.device());
        }
        value.mutable_grad() = gradient;
        return 0;
    });
}

int32_t optgen_tensor_set_data(void* tensor, void* source) {
    return guarded(-1, [&] {
        borrow(tensor).set_data(borrow(source));
        return 0;
    });
}

int32_t optgen_backward(void* const* tensors, int32_t count, void* const* gradients, int32_t gradient_count, int32_t retain_graph,
                        int32_t create_graph, void* const* inputs, int32_t input_count) {
    return guarded(-1, [&] {
        torch::autograd::backward(borrow_all(tensors, count), borrow_all(gradients, gradient_count), retain_graph != 0, create_graph != 0,
                                  borrow_all(inputs, input_count));
        return 0;
    });
}

int32_t optgen_grad(void* const* outputs, int32_t output_count, void* const* inputs, int32_t input_count, void* const* grad_outputs,
                    int32_t grad_output_count, int32_t retain_graph, int32_t create_graph, int32_t allow_unused, void** gradients) {
    return guarded(-1, [&] {
        auto results = torch::autograd::grad(borrow_all(outputs, output_count), borrow_all(inputs, input_count),
                                             borrow_all(grad_outputs, grad_output_count), retain_graph != 0, create_graph != 0,
                                             allow_unused != 0);
        for (size_t i = 0; i < results.size(); i++) gradients[i] = hand_out(std::move(results[i]));
        return 0;
    });
}

int32_t optgen_grad_mode() { return at::GradMode::is_enabled() ? 1 : 0; }

void optgen_set_grad_mode(int32_t enabled) { at::GradMode::set_enabled(enabled != 0); }

int32_t optgen_inference_mode() { return c10::InferenceMode::is_enabled() ? 1 : 0; }

void* optgen_inference_guard(int32_t enabled) {
    return guarded<void*>(nullptr, [&] { return new c10::InferenceMode(enabled != 0); });
}

void optgen_inference_guard_free(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

int32_t optgen_anomaly_mode(int32_t* check_nan) {
    *check_nan = torch::autograd::AnomalyMode::should_check_nan() ? 1 : 0;
    return torch::autograd::AnomalyMode::is_enabled() ? 1 : 0;
}

void optgen_set_anomaly_mode(int32_t enabled, int32_t check_nan) {
    torch::autograd::AnomalyMode::set_enabled(enabled != 0, check_nan != 0);
}

int32_t optgen_function_apply(const optgen_function_callbacks* callbacks, void* state, void* const* inputs, int32_t count, void*** outputs,
                              int32_t* output_count) {
    return guarded(-1, [&] {
        auto managed = c10::make_intrusive<ManagedState>(*callbacks, state);
        const auto tensors = borrow_all(inputs, count);
        auto results = ManagedFunction::apply(at::TensorList(tensors), managed);
        *output_count = static_cast<int32_t>(results.size());
        *outputs = hand_out_all(std::move(results));
        return 0;
    });
}

int32_t optgen_context_save(void* context, void* const* tensors, int32_t count) {
    return guarded(-1, [&] {
        static_cast<AutogradContext*>(context)->save_for_backward(borrow_all(tensors, count));
        return 0;
    });
}

int32_t optgen_context_saved(void* context, void*** tensors, int32_t* count) {
    return guarded(-1, [&] {
        auto saved = static_cast<AutogradContext*>(context)->get_saved_variables();
        *count = static_cast<int32_t>(saved.size());
        *tensors = hand_out_all(std::move(saved));
        return 0;
    });
}

int32_t optgen_context_mark_dirty(void* context, void* const* tensors, int32_t count) {
    return guarded(-1, [&] {
        static_cast<AutogradContext*>(context)->mark_dirty(borrow_all(tensors, count));
        return 0;
    });
}

int32_t optgen_context_mark_non_differentiable(void* context, void* const* tensors, int32_t count) {
    return guarded(-1, [&] {
        static_cast<AutogradContext*>(context)->mark_non_differentiable(borrow_all(tensors, count));
        return 0;
    });
}

void optgen_context_materialize(void* context, int32_t materialize) {
    static_cast<AutogradContext*>(context)->set_materialize_grads(materialize != 0);
}
