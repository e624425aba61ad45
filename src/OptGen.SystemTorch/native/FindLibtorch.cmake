# Finds libtorch and says which one it took. In this order:
#   1. the folder named by OPTGEN_LIBTORCH (it holds include/ and lib/),
#   2. CMake's find_package(Torch), as a distribution's package serves it,
#   3. the torch inside python3.
# Sets LIBTORCH_INCLUDE_DIRS, LIBTORCH_LIBRARIES, LIBTORCH_LIBRARY_DIR, LIBTORCH_CXX_FLAGS.
#
# Libraries are named one by one instead of through Caffe2's CMake files: those demand a CUDA toolkit wherever
# libtorch was built with CUDA, which a program that only calls operators does not need.

# Ends the configuration with one sentence, which MSBuild reads from the file: CMake breaks its own messages into lines.
function(libtorch_fail sentence)
  file(WRITE "${CMAKE_BINARY_DIR}/libtorch.error" "${sentence}")
  message(FATAL_ERROR "${sentence}")
endfunction()

function(libtorch_from_prefix prefix)
  find_library(LIBTORCH_C10 c10 PATHS "${prefix}/lib" NO_DEFAULT_PATH NO_CACHE)
  if(NOT LIBTORCH_C10 OR NOT EXISTS "${prefix}/include/ATen/ATen.h")
    return()
  endif()
  set(libraries "")
  foreach(name torch torch_cpu torch_cuda c10 c10_cuda)
    find_library(LIBTORCH_ONE ${name} PATHS "${prefix}/lib" NO_DEFAULT_PATH NO_CACHE)
    if(LIBTORCH_ONE)
      list(APPEND libraries "${LIBTORCH_ONE}")
    endif()
    unset(LIBTORCH_ONE)
  endforeach()
  set(LIBTORCH_LIBRARIES "${libraries}" PARENT_SCOPE)
  set(LIBTORCH_LIBRARY_DIR "${prefix}/lib" PARENT_SCOPE)
  set(LIBTORCH_INCLUDE_DIRS "${prefix}/include;${prefix}/include/torch/csrc/api/include" PARENT_SCOPE)
endfunction()

if(DEFINED ENV{OPTGEN_LIBTORCH} AND NOT "$ENV{OPTGEN_LIBTORCH}" STREQUAL "")
  libtorch_from_prefix("$ENV{OPTGEN_LIBTORCH}")
  if(NOT LIBTORCH_LIBRARIES)
    libtorch_fail("OPTGEN_LIBTORCH is '$ENV{OPTGEN_LIBTORCH}', but that folder holds no libtorch: it must contain include/ATen/ATen.h and lib/libc10.so.")
  endif()
  set(LIBTORCH_SOURCE "$ENV{OPTGEN_LIBTORCH} (named by OPTGEN_LIBTORCH)")
endif()

if(NOT LIBTORCH_LIBRARIES)
  find_path(LIBTORCH_TORCH_CONFIG TorchConfig.cmake PATH_SUFFIXES cmake/Torch share/cmake/Torch
            PATHS /usr/lib/${CMAKE_LIBRARY_ARCHITECTURE} /usr/lib /usr NO_CACHE)
  if(LIBTORCH_TORCH_CONFIG)
    find_package(Torch QUIET)
  endif()
  if(Torch_FOUND OR TORCH_FOUND)
    get_filename_component(LIBTORCH_LIBRARY_DIR "${TORCH_LIBRARY}" DIRECTORY)
    set(LIBTORCH_LIBRARIES ${TORCH_LIBRARIES})
    set(LIBTORCH_INCLUDE_DIRS ${TORCH_INCLUDE_DIRS})
    separate_arguments(LIBTORCH_CXX_FLAGS UNIX_COMMAND "${TORCH_CXX_FLAGS}")
    set(LIBTORCH_SOURCE "${TORCH_LIBRARY} (found by CMake's find_package)")
  endif()
endif()

if(NOT LIBTORCH_LIBRARIES)
  execute_process(COMMAND python3 -c "import importlib.util, os; print(os.path.dirname(importlib.util.find_spec('torch').origin), end='')"
                  OUTPUT_VARIABLE python_torch ERROR_QUIET RESULT_VARIABLE python_status)
  if(python_status EQUAL 0)
    libtorch_from_prefix("${python_torch}")
    set(LIBTORCH_SOURCE "${python_torch} (the torch inside python3)")
  endif()
endif()

if(NOT LIBTORCH_LIBRARIES)
  libtorch_fail("No libtorch was found. On Debian or Ubuntu: apt-get install libtorch-dev. Elsewhere: set OPTGEN_LIBTORCH to a folder that holds libtorch's include/ and lib/, or install torch for python3.")
endif()

# Builds of libtorch differ in the ABI of std::string; which one this is shows in a link against it.
if(NOT LIBTORCH_CXX_FLAGS)
  include(CheckCXXSourceCompiles)
  set(CMAKE_REQUIRED_INCLUDES ${LIBTORCH_INCLUDE_DIRS})
  set(CMAKE_REQUIRED_LIBRARIES ${LIBTORCH_LIBRARIES})
  set(libtorch_abi_test "#include <c10/util/Exception.h>\nint main() { throw c10::Error({\"\", \"\", 0}, std::string(\"x\")); }")
  set(CMAKE_REQUIRED_FLAGS "-std=c++17 -D_GLIBCXX_USE_CXX11_ABI=1")
  check_cxx_source_compiles("${libtorch_abi_test}" LIBTORCH_NEW_STRING_ABI)
  if(LIBTORCH_NEW_STRING_ABI)
    set(LIBTORCH_CXX_FLAGS -D_GLIBCXX_USE_CXX11_ABI=1)
  else()
    set(LIBTORCH_CXX_FLAGS -D_GLIBCXX_USE_CXX11_ABI=0)
  endif()
  unset(CMAKE_REQUIRED_INCLUDES)
  unset(CMAKE_REQUIRED_LIBRARIES)
  unset(CMAKE_REQUIRED_FLAGS)
endif()

message(STATUS "OptGen takes libtorch from ${LIBTORCH_SOURCE}")
