/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Which events beside the exits of calls are told. User space writes it through its mapping and may change it at any time. */
#pragma once
#include "kernel.h"

/* Laid out as Extras.java says. */
struct extras {
    u64 enters[8]; /* a bit for each call number whose enter is told */
    u32 kinds;     /* a bit for each constant of ExtraEvents.java, in its order */
    u32 unused[15];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct extras);
} extras SEC(".maps");

static __always_inline bool wants_enter(u32 number)
{
    u32 zero = 0;
    struct extras *e = bpf_map_lookup_elem(&extras, &zero);

    return e && e->enters[(number / 64) & 7] >> (number % 64) & 1;
}
