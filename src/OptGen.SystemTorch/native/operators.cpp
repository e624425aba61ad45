// Every ATen operator through libtorch's dispatcher.
#include "internal.h"

#include <ATen/core/dispatch/Dispatcher.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace {

// libtorch's optional is its own type in 1.13 and std::optional since 2.x; both are named through what the schema returns.
using OptionalValue = std::decay_t<decltype(std::declval<const c10::Argument&>().default_value())>;

template <typename>
struct WithTensor;
template <template <typename> class Optional, typename Value>
struct WithTensor<Optional<Value>> {
    using type = Optional<at::Tensor>;
};
using OptionalTensor = WithTensor<OptionalValue>::type;

// What an argument's schema type asks of a value, where the value's tag alone does not say it.
enum class Wanted : uint8_t { AsGiven, Double, OptionalTensorList, ScalarList };

struct Operator {
    explicit Operator(const c10::OperatorHandle& handle) : handle(handle) {
        for (const auto& argument : handle.schema().arguments()) {
            wanted.push_back(wanted_by(argument.type()));
            defaults.push_back(argument.default_value());
        }
    }

    // Looks through Optional[…]; the kinds are compared, so that schemas of any libtorch from 1.13 on are understood.
    static Wanted wanted_by(c10::TypePtr type) {
        if (auto optional = type->cast<c10::OptionalType>()) type = optional->getElementType();
        if (type->kind() == c10::TypeKind::FloatType) return Wanted::Double;
        if (auto list = type->cast<c10::ListType>()) {
            const auto element = list->getElementType();
            if (element->kind() == c10::TypeKind::OptionalType) return Wanted::OptionalTensorList;
            if (element->kind() == c10::TypeKind::NumberType) return Wanted::ScalarList;
        }
        return Wanted::AsGiven;
    }

    c10::OperatorHandle handle;
    std::vector<Wanted> wanted;
    std::vector<OptionalValue> defaults;
};

c10::IValue to_tensor_list(const optgen_value& value, Wanted wanted) {
    const auto pointers = static_cast<void**>(value.pointer);
    if (wanted == Wanted::OptionalTensorList) {
        c10::List<OptionalTensor> list;
        list.reserve(value.count);
        for (int32_t i = 0; i < value.count; i++) {
            if (pointers[i] == nullptr) list.push_back(OptionalTensor());
            else list.push_back(OptionalTensor(optgen::borrow(pointers[i])));
        }
        return list;
    }
    c10::List<at::Tensor> list;
    list.reserve(value.count);
    for (int32_t i = 0; i < value.count; i++) list.push_back(optgen::borrow(pointers[i]));
    return list;
}

c10::IValue to_double_list(const optgen_value& value, Wanted wanted) {
    const at::ArrayRef<double> reals(static_cast<double*>(value.pointer), value.count);
    if (wanted != Wanted::ScalarList) return c10::List<double>(reals);
    c10::List<at::Scalar> list;
    for (const double real : reals) list.push_back(at::Scalar(real));
    return list;
}

c10::IValue to_ivalue(const optgen_value& value, Wanted wanted) {
    switch (value.tag) {
        case OPTGEN_TENSOR: return optgen::borrow(value.pointer);
        case OPTGEN_INT:
            if (wanted == Wanted::Double) return static_cast<double>(value.integer);
            return value.integer;
        case OPTGEN_DOUBLE: return value.real;
        case OPTGEN_BOOL: return value.integer != 0;
        case OPTGEN_COMPLEX: {
            const auto parts = static_cast<double*>(value.pointer);
            return c10::complex<double>(parts[0], parts[1]);
        }
        case OPTGEN_STRING: return std::string(static_cast<char*>(value.pointer), value.count);
        case OPTGEN_DEVICE:
            return c10::Device(static_cast<c10::DeviceType>(value.integer), static_cast<c10::DeviceIndex>(value.count));
        case OPTGEN_GENERATOR:
            return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(value.pointer)));
        case OPTGEN_INT_LIST: return c10::List<int64_t>(at::ArrayRef<int64_t>(static_cast<int64_t*>(value.pointer), value.count));
        case OPTGEN_DOUBLE_LIST: return to_double_list(value, wanted);
        case OPTGEN_BOOL_LIST: {
            c10::List<bool> list;
            list.reserve(value.count);
            for (int32_t i = 0; i < value.count; i++) list.push_back(static_cast<uint8_t*>(value.pointer)[i] != 0);
            return list;
        }
        case OPTGEN_TENSOR_LIST: return to_tensor_list(value, wanted);
        default: return c10::IValue();
    }
}

optgen_value to_value(c10::IValue&& result) {
    optgen_value value{};
    if (result.isTensor()) {
        value.tag = OPTGEN_TENSOR;
        value.pointer = optgen::hand_out(std::move(result).toTensor());
    } else if (result.isInt()) {
        value.tag = OPTGEN_INT;
        value.integer = result.toInt();
    } else if (result.isDouble()) {
        value.tag = OPTGEN_DOUBLE;
        value.real = result.toDouble();
    } else if (result.isBool()) {
        value.tag = OPTGEN_BOOL;
        value.integer = result.toBool() ? 1 : 0;
    } else if (result.isTensorList()) {
        const auto tensors = std::move(result).toTensorVector();
        auto pointers = std::make_unique<void*[]>(tensors.size());
        for (size_t i = 0; i < tensors.size(); i++) pointers[i] = optgen::hand_out(at::Tensor(tensors[i]));
        value.tag = OPTGEN_TENSOR_LIST;
        value.count = static_cast<int32_t>(tensors.size());
        value.pointer = pointers.release();
    }
    return value;
}

// Asked of all results before the first is handed out, so that none is lost.
void check_can_cross(const c10::IValue& result) {
    TORCH_CHECK(result.isTensor() || result.isInt() || result.isDouble() || result.isBool() || result.isTensorList() || result.isNone(),
                "an operator returned a value of type ", result.tagKind(), ", which cannot cross into C#");
}

// One stack a thread and nesting level: an operator may run C# (a custom function), which calls operators again.
struct StackLease {
    StackLease() : stack(depth < kept.size() ? &kept[depth] : nullptr) {
        depth++;
        if (stack == nullptr) {
            own.reserve(16);
            stack = &own;
        }
    }
    ~StackLease() {
        stack->clear();
        depth--;
    }
    static thread_local size_t depth;
    static thread_local std::array<std::vector<c10::IValue>, 4> kept;
    std::vector<c10::IValue> own;
    std::vector<c10::IValue>* stack;
};

thread_local size_t StackLease::depth = 0;
thread_local std::array<std::vector<c10::IValue>, 4> StackLease::kept;

}  // namespace

void* optgen_operator(const char* name, const char* overload) {
    return optgen::guarded<void*>(nullptr, [&]() -> void* {
        const auto handle = c10::Dispatcher::singleton().findSchema({name, overload});
        TORCH_CHECK(handle.has_value(), "libtorch ", optgen_torch_version(), " has no operator ", name, overload[0] ? "." : "", overload);
        return new Operator(*handle);
    });
}

int32_t optgen_call(void* pointer, const optgen_value* arguments, int32_t argument_count, optgen_value* results, int32_t capacity) {
    return optgen::guarded(-1, [&] {
        const auto& op = *static_cast<Operator*>(pointer);
        const auto wanted_count = static_cast<int32_t>(op.wanted.size());
        TORCH_CHECK(argument_count <= wanted_count, op.handle.schema(), " takes ", wanted_count, " arguments, not ", argument_count);
        StackLease lease;
        auto& stack = *lease.stack;
        for (int32_t i = 0; i < argument_count; i++) stack.push_back(to_ivalue(arguments[i], op.wanted[i]));
        for (int32_t i = argument_count; i < wanted_count; i++) {
            TORCH_CHECK(op.defaults[i].has_value(), op.handle.schema(), ": argument ", i + 1, " has no default and was not given");
            stack.push_back(*op.defaults[i]);
        }
        op.handle.callBoxed(stack);
        const auto count = static_cast<int32_t>(stack.size());
        const auto given = std::min(count, capacity);
        for (int32_t i = 0; i < given; i++) check_can_cross(stack[i]);
        for (int32_t i = 0; i < given; i++) results[i] = to_value(std::move(stack[i]));
        return count;
    });
}

void optgen_list_free(void* list) { delete[] static_cast<void**>(list); }
