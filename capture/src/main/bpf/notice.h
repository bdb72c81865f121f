/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Small events of something that happens outside of a call's end. */
#pragma once
#include "extras.h"
#include "limit.h"
#include "shed.h"

/* A bit for each constant of ExtraEvents.java, in its order. */
enum extra_events { EXTRA_SWITCH = 1, EXTRA_SIGNAL = 2, EXTRA_FAULTS = 4, EXTRA_ENTER = 8, EXTRA_IO_URING = 16 };

static __always_inline bool wants_extra(u32 kind)
{
    u32 zero = 0;
    struct extras *e = bpf_map_lookup_elem(&extras, &zero);

    return e && e->kinds & kind;
}

/* Begins an event with its header: the lengths of its parameters and these follow. NULL where there is none. */
static __always_inline struct scratch *begin_notice(u32 type, u32 count, u32 tid)
{
    u32 cpu = bpf_get_smp_processor_id();
    struct scratch *s = begin(cpu);

    if (s && is_limited() && charge_current(cpu) & CHARGED_HELD) {
        end(s);
        return NULL;
    }
    if (s)
        stamp(s, type, count, tid);
    return s;
}

/* Hands an event of a known length to the CPU's ring. */
static __always_inline void finish_notice(struct scratch *s, u32 length)
{
    u32 cpu = bpf_get_smp_processor_id();

    s->end = length;
    close_event(s);
    if (!is_pressed(cpu) || !sheds_notice(cpu))
        finish(s, cpu, 0);
    end(s);
}

/* Whether an event is being put together on this CPU: what happens now is of our own making. */
static __always_inline bool is_ours(void)
{
    u32 number = bpf_get_smp_processor_id();
    struct cpu *c = bpf_map_lookup_elem(&cpus, &number);

    return !c || c->taking;
}
