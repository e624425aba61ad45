// Random number generators. Nothing here names a CUDA type, so the same text serves every build of libtorch:
// a generator for a device is a clone of that device's default one.
#include "internal.h"

#include <ATen/Context.h>
#include <ATen/core/Generator.h>

#include <mutex>

using optgen::borrow;
using optgen::guarded;
using optgen::hand_out;

namespace {

at::Generator borrow_generator(void* pointer) {
    return at::Generator(c10::intrusive_ptr<c10::GeneratorImpl>::reclaim_copy(static_cast<c10::GeneratorImpl*>(pointer)));
}

const at::Generator& default_generator(int32_t device_type, int32_t device_index) {
    return at::globalContext().defaultGenerator(
        c10::Device(static_cast<c10::DeviceType>(device_type), static_cast<c10::DeviceIndex>(device_index)));
}

}  // namespace

int32_t optgen_manual_seed(uint64_t seed) {
    return guarded(-1, [&] {
        at::manual_seed(seed);
        return 0;
    });
}

void* optgen_generator_default(int32_t device_type, int32_t device_index) {
    return guarded<void*>(nullptr, [&]() -> void* {
        auto generator = default_generator(device_type, device_index);
        return generator.unsafeReleaseGeneratorImpl();
    });
}

void* optgen_generator_new(int32_t device_type, int32_t device_index, uint64_t seed) {
    return guarded<void*>(nullptr, [&]() -> void* {
        auto source = default_generator(device_type, device_index);
        std::unique_lock<std::mutex> lock(source.mutex());
        auto generator = source.clone();
        lock.unlock();
        generator.set_current_seed(seed);
        return generator.unsafeReleaseGeneratorImpl();
    });
}

void optgen_generator_free(void* generator) {
    guarded(0, [&] {
        c10::intrusive_ptr<c10::GeneratorImpl>::reclaim(static_cast<c10::GeneratorImpl*>(generator));
        return 0;
    });
}

int32_t optgen_generator_set_seed(void* pointer, uint64_t seed) {
    return guarded(-1, [&] {
        auto generator = borrow_generator(pointer);
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_current_seed(seed);
        return 0;
    });
}

int32_t optgen_generator_seed(void* pointer, uint64_t* seed) {
    return guarded(-1, [&] {
        auto generator = borrow_generator(pointer);
        std::lock_guard<std::mutex> lock(generator.mutex());
        *seed = generator.seed();
        return 0;
    });
}

int32_t optgen_generator_initial_seed(void* pointer, uint64_t* seed) {
    return guarded(-1, [&] {
        auto generator = borrow_generator(pointer);
        std::lock_guard<std::mutex> lock(generator.mutex());
        *seed = generator.current_seed();
        return 0;
    });
}

void* optgen_generator_state(void* pointer) {
    return guarded<void*>(nullptr, [&] {
        auto generator = borrow_generator(pointer);
        std::lock_guard<std::mutex> lock(generator.mutex());
        return hand_out(generator.get_state());
    });
}

int32_t optgen_generator_set_state(void* pointer, void* state) {
    return guarded(-1, [&] {
        auto generator = borrow_generator(pointer);
        std::lock_guard<std::mutex> lock(generator.mutex());
        generator.set_state(borrow(state));
        return 0;
    });
}
