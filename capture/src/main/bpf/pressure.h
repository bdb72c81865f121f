/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What is left out while a ring is filling up, the cheapest first, so that what tells of processes and fds still finds room. How full the
 * ring of this CPU is, is looked at each time that a share of it has been written, and under pressure at each call; without pressure a call
 * pays for the test of one word. A change of level is told by an asyncevent named kansoku.pressure, where it happened; its data:
 *
 *   0       4             8        12      16                  24                   32
 *  +-------+-------------+--------+-------+-------------------+--------------------+--------
 *  | level | level before| CPU    | 0     | payloads shed     | reads, writes shed | others shed      (so far, on this CPU)
 *  +-------+-------------+--------+-------+-------------------+--------------------+--------
 */
#pragma once
#include "cpu.h"
#include "recipe.h"

/* What is shed; each level sheds what those below it do. */
enum level { LEVEL_NONE, LEVEL_PAYLOAD, LEVEL_READ_WRITE, LEVEL_OTHER };
#define LEVELS 4

/* Laid out as Pressure.java says, one for each CPU. */
struct pressure {
    u32 level;
    s32 left;  /* bytes that are written until the ring is looked at again */
    u32 share; /* where `left` begins */
    u32 told;  /* the level last told of */
    u32 begins[LEVELS]; /* from how many bytes on, waiting in the ring, each level begins */
    u32 ends[LEVELS];   /* below how many it ends */
    u64 shed[LEVELS];   /* by the level that sheds it */
    u64 unused[2];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 1); /* set to the number of CPUs */
    __type(key, u32);
    __type(value, struct pressure);
} pressures SEC(".maps");

#define PRESSURE_EVENT 402
#define PRESSURE_NAME 17

struct pressure_notice {
    u64 time, tid;
    u32 length;
    u16 type;
    u32 count;
    u32 lengths[3];
    u32 plugin;
    char name[PRESSURE_NAME];
    u32 level, before, cpu, unused;
    u64 shed[LEVELS - 1];
} __attribute__((packed));

static __always_inline struct pressure *pressure_of(u32 cpu)
{
    return bpf_map_lookup_elem(&pressures, &cpu);
}

/* All that a call pays for while nothing is shed. */
static __always_inline bool is_pressed(u32 cpu)
{
    struct pressure *p = pressure_of(cpu);

    return p && p->level;
}

static __always_inline u32 level_at(const struct pressure *p, u64 waiting)
{
    u32 level = p->level;

#pragma unroll
    for (u32 i = LEVEL_PAYLOAD; i < LEVELS; i++)
        if (level < i && waiting >= p->begins[i])
            level = i;
#pragma unroll
    for (u32 i = LEVELS - 1; i >= LEVEL_PAYLOAD; i--)
        if (level == i && waiting < p->ends[i])
            level = i - 1;
    return level;
}

/* Returns whether there was room for the notice. */
static __always_inline bool tell_pressure(void *ring, const struct pressure *p, u32 cpu)
{
    struct cpu *c = bpf_map_lookup_elem(&cpus, &cpu);
    struct pressure_notice *n;

    if (!c)
        return false;
    n = bpf_ringbuf_reserve(ring, sizeof(*n), 0);
    if (!n)
        return false;
    n->time = take_time(c);
    n->tid = (u32)bpf_get_current_pid_tgid();
    n->length = sizeof(*n);
    n->type = PRESSURE_EVENT;
    n->count = 3;
    n->lengths[0] = 4;
    n->lengths[1] = PRESSURE_NAME;
    n->lengths[2] = sizeof(*n) - __builtin_offsetof(struct pressure_notice, level);
    n->plugin = 0;
    __builtin_memcpy(n->name, "kansoku.pressure", PRESSURE_NAME);
    n->level = p->level;
    n->before = p->told;
    n->cpu = cpu;
    n->unused = 0;
    n->shed[0] = p->shed[LEVEL_PAYLOAD];
    n->shed[1] = p->shed[LEVEL_READ_WRITE];
    n->shed[2] = p->shed[LEVEL_OTHER];
    bpf_ringbuf_submit(n, BPF_RB_NO_WAKEUP);
    return true;
}

/* Looks how full the ring is, and tells of a change; where there is no room to tell, at the next look. Budget: about 150 instructions. */
static __always_inline void look_at_ring(struct pressure *p, void *ring, u32 cpu)
{
    p->left = p->share;
    p->level = level_at(p, bpf_ringbuf_query(ring, BPF_RB_AVAIL_DATA));
    if (p->level != p->told && tell_pressure(ring, p, cpu))
        p->told = p->level;
}

/* Takes note of an event that was written to the ring, or that found no room. */
static __always_inline void note_written(void *ring, u32 cpu, u32 length)
{
    struct pressure *p = pressure_of(cpu);

    if (!p)
        return;
    p->left -= length;
    if (p->left < 0)
        look_at_ring(p, ring, cpu);
}
