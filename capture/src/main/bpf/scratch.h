/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* The space in which something is put together, value behind value, before it is handed over. */
#pragma once
#include "kernel.h"

#define MAX_EVENT 65400
#define MAX_TEXT 4096
#define MAX_FRAMES 64

/*
 * What a loop keeps from step to step. It lies in the scratch space, whose contents the verifier does not follow: on the stack each step
 * would be a new state to it.
 */
struct path_walk {
    struct dentry *dentry, *root;
    struct mount *mount, *root_mount;
    struct kernfs_node *node;
    struct css_set *cgroups;
    u32 at; /* first byte of the path in scratch.path */
};
struct vector_walk {
    u64 vectors;
    u64 size; /* sum of all lengths */
    u32 left; /* bytes that may still be kept */
};
struct area_walk {
    u64 start, page_offset; /* of the area that a frame lies in */
    struct file *file, *last;
    u32 limit; /* where no further frame begins */
};

struct peer {
    u16 family;  /* 0 where it is not known */
    u16 port;    /* as on the wire */
    u32 is_self; /* whether it has the socket's own address */
    u64 ip[2];   /* as IPv6 */
};

struct comparison {
    u32 at; /* of the kernel's copy in scratch.bytes */
    u32 length;
};

struct rights_walk {
    u64 message, control, control_left, fds;
    u32 messages, fds_left, cpu;
};

/* POINTERS: of 4 bytes, and what is made of them; TIMES: seconds of 4 bytes; HALVES: numbers of half the size that the recipe says. */
enum compat { COMPAT_POINTERS = 1, COMPAT_TIMES = 2, COMPAT_HALVES = 4 };

struct scratch {
    u64 args[8];     /* six arguments, result, number */
    u32 end;         /* where the next value goes */
    u32 exe_length;  /* of the exe in an argument area, for the arguments behind it */
    u32 executed;    /* whether this event tells of a successful exec */
    u32 cpu;
    u32 snap;        /* bytes kept of a buffer of this event */
    u32 unused;
    const char *filename; /* of a successful exec */
    u32 truth;     /* bits of enum truth */
    u32 begins;    /* whether the event tells of a call's beginning, when the kernel has taken nothing yet */
    u32 takes;     /* whether the event has something that the kernel took from the process */
    u32 opened;    /* 1 + the fd of the file that the call opened, or 0 */
    u32 tells_closed; /* whether of an fd that is not open that is told */
    u32 tid;       /* of the thread that is told of, where it is not the current one */
    u32 compat;    /* bits of enum compat: how a 32-bit program lays out what the call points to */
    u32 later;     /* whether it tells of a message behind the first of its call, of which alone the address was kept */
    u32 exact;     /* whether scratch.address is the kernel's */
    struct peer peer; /* of the socket that the call connected */
    struct path_walk path_walk;
    struct vector_walk vector_walk;
    u64 pointers; /* list that a loop walks over */
    u32 kept;     /* bytes or entries that a loop put */
    struct area_walk area_walk;
    struct comparison compare;
    u8 address[128]; /* of a socket, as the kernel or the process has it */
    struct rights_walk rights_walk;
    u64 frames[MAX_FRAMES]; /* of the user's stack */
    char path[8192]; /* a path grows here from the middle to the front */
    u8 bytes[0x20000];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1); /* set to the number of CPUs */
    __type(key, u32);
    __type(value, struct scratch);
} scratches SEC(".maps");

/* What a step of a loop is given. */
struct step {
    struct scratch *s;
};

static __always_inline u32 min_u32(u32 a, u32 b)
{
    return a < b ? a : b;
}

/* A length as the verifier of kernel 6.1 understands that it is bounded; the compiler does not see that the mask changes nothing. */
static __always_inline u32 masked(u32 length, u32 mask)
{
    asm volatile("" : "+r"(length));
    return length & mask;
}

static __always_inline void *end_of(struct scratch *s)
{
    return s->bytes + (s->end & 0xffff);
}

/* A number of `width` bytes: eight are written, the rest is overwritten by the next value. Returns the length, as all put_ functions do. */
static __always_inline u32 put_number(struct scratch *s, u64 value, u32 width)
{
    *(u64 *)end_of(s) = value;
    return width;
}
