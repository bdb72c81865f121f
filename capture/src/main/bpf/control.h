/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* What user space and the programs tell each other. User space writes `control` through its mapping and may change it at any time. */
#pragma once
#include "kernel.h"

/* What goes beside each event: a bit for each constant of Detail.java, in its order. */
enum side { SIDE_LATENCY = 1, SIDE_USER = 2, SIDE_KERNEL = 4, SIDE_TRUTH = 8, SIDE_OBJECT = 16, SIDE_QUEUES = 32 };

/* Laid out as Control.java says. */
struct control {
    u32 mode;         /* what is in scope: bits of enum scope_mode */
    u32 self;         /* tgid of the observing process (own.h) */
    u32 armed;        /* thread whose next child becomes the observed command */
    u32 armed_execs;  /* how many execs until it is */
    u32 limited;      /* whether there is a limit of events for each cgroup (limit.h) */
    u32 unused_before[2];
    u32 snap;         /* bytes kept of a buffer */
    u64 unused_after[2];
    u64 calls[8]; /* a bit for each call number that is wanted */
    u32 side;     /* what goes beside each event: bits of enum side */
    u32 generation; /* goes up whenever `calls` changes, so that what was noted before is not believed */
    u64 unused;
};

struct control control = {};
