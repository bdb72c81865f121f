// SPDX-License-Identifier: Apache-2.0
package dev.kansoku.capture.bpf;

/**
 * What the kernel program knows how to make of a call, in the order of {@code enum kind} in {@code
 * recipe.h}.
 */
enum PartKind {
    NONE,
    NUMBER,
    CONSTANT,
    TEXT,
    DATA,
    VECTOR,
    VECTOR_SIZE,
    MESSAGE,
    MESSAGE_SIZE,
    MESSAGE_CONTROL,
    ADDRESS,
    TUPLE,
    QUEUE,
    FILE,
    OPEN_FLAGS,
    MEMORY,
    TIMESPEC,
    POLLS,
    VM,
    TASK,
    EXEC,
    CLONE_FLAGS,
    PAIR,
    OPTION,
    PTRACE,
    PRCTL,
    QUOTA,
    SEMAPHORE,
    SEMCTL,
    FSCONFIG,
    DYN
}
