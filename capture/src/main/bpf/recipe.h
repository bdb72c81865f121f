/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What user space tells the programs about each system call: its event and how each parameter is made (see syscalls.tsv). The order of the
 * kinds is the one of PartKind.java, which a test holds.
 */
#pragma once
#include "kernel.h"

enum kind {
    KIND_NONE,
    KIND_NUMBER,
    KIND_CONSTANT,
    KIND_TEXT,
    KIND_DATA,
    KIND_VECTOR,
    KIND_VECTOR_SIZE,
    KIND_MESSAGE,
    KIND_MESSAGE_SIZE,
    KIND_MESSAGE_CONTROL,
    KIND_ADDRESS,
    KIND_TUPLE,
    KIND_QUEUE,
    KIND_FILE,
    KIND_OPEN_FLAGS,
    KIND_MEMORY,
    KIND_TIMESPEC,
    KIND_POLLS,
    KIND_VM,
    KIND_TASK,
    KIND_EXEC,
    KIND_CLONE_FLAGS,
    KIND_PAIR,
    KIND_OPTION,
    KIND_PTRACE,
    KIND_PRCTL,
    KIND_QUOTA,
    KIND_SEMAPHORE,
    KIND_SEMCTL,
    KIND_FSCONFIG,
    KIND_DYN,
};

/* Where a value is: arguments 0 to 5, then these. */
#define RESULT 6
#define CALL_NUMBER 7
#define IN_MEMORY 8

/* The result of a call that has none yet: what would look at what a call made sees that it has made nothing. */
#define NOT_RETURNED (-EINPROGRESS)

/* mode of KIND_NUMBER, KIND_MEMORY; OPEN_MODE has the argument with the open flags in `extra` */
enum number_mode { PLAIN, SIGNED_INT, UNSIGNED_INT, SHIFTED, FOLDED, FD_FLAGS, OPEN_MODE, NOT_NEGATIVE };
/* mode of KIND_DATA, KIND_VECTOR, KIND_MESSAGE: what limits the bytes; `extra` is the argument */
enum length_mode { BY_ARGUMENT, BY_RESULT, BY_RESULT_OR_ARGUMENT, BY_RESULT_OR_SIZE };
/* mode of KIND_FILE */
enum file_mode { FILE_DEVICE, FILE_INODE, FILE_PATH, FILE_CREATE_FLAGS };
/* mode of KIND_TUPLE and `extra`: the argument with an address, or these */
enum tuple_mode { TUPLE_OUT, TUPLE_IN };
#define NO_ADDRESS 15
#define MESSAGE_ADDRESS 14
/* mode of KIND_TASK */
enum task_mode {
    TASK_EXE,
    TASK_ARGS,
    TASK_TID,
    TASK_PID,
    TASK_PTID,
    TASK_CWD,
    TASK_FDLIMIT,
    TASK_MAJFLT,
    TASK_MINFLT,
    TASK_COMM,
    TASK_CGROUPS,
    TASK_TTY,
    TASK_VPGID,
    TASK_LOGINUID,
    TASK_CAPI,
    TASK_CAPP,
    TASK_CAPE,
    TASK_UID,
    TASK_PGID,
    TASK_GID,
    TASK_VTID,
    TASK_VPID,
    TASK_PIDNS,
};
/* mode of KIND_EXEC */
enum exec_mode {
    EXEC_EXE,
    EXEC_ARGS,
    EXEC_ENV,
    EXEC_FLAGS,
    EXEC_INODE,
    EXEC_CTIME,
    EXEC_MTIME,
    EXEC_PATH,
    EXEC_FILENAME,
};

struct part {
    u8 kind;
    u8 arg;   /* where the value or address is */
    u8 width; /* of a number, in bytes */
    u8 mode;
    s32 extra;
};

#define MAX_PARTS 32

/* A successful exec is told by sched_process_exec, not by the call's exit. */
#define RECIPE_EXEC 1
/* What else the call brings, which is told behind its event (fds.h): its result is an fd; fds come with one message, or with several. */
#define RECIPE_FD 2
#define RECIPE_MESSAGE 4
#define RECIPE_MESSAGES 8
/* Its event goes through the CPU's ring for urgent ones. */
#define RECIPE_URGENT 16
/* It has an event for each of its messages (telling.h). */
#define RECIPE_EACH 32

/* What a call is worth where not everything can be told (shed.h); the order is that of Worth.java. */
enum worth { WORTH_STATE, WORTH_READ_WRITE, WORTH_MESSAGE, WORTH_OTHER };

struct recipe {
    u16 event;
    u8 count;
    u8 flags;
    u8 worth;
    u8 address; /* the argument with a message's address, MESSAGE_ADDRESS or NO_ADDRESS */
    u8 fd; /* 1 + the argument with the event's fd, 0 where it has none */
    u8 unused;
    struct part parts[MAX_PARTS];
};

/* Call numbers lie below; the last row is for calls of no known number and of 32-bit programs. */
#define CALLS 512
#define UNKNOWN_CALL 511

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, CALLS);
    __type(key, u32);
    __type(value, struct recipe);
} recipes SEC(".maps");
