/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * How many events a second a cgroup may make. Each cgroup has a bucket that fills with time: `due` is when it will be full again, and goes up
 * by an interval for each event; an event that would put it further ahead than a burst allows is held back, counted as lost by its CPU, and
 * by its cgroup. What the state learns from is never asked.
 *
 * That a cgroup is held back is told at once and then each second, as long as more was, at the end of a call, by an asyncevent named kansoku.throttle of the
 * thread whose event it was, and by a drop behind it. Its data:
 *
 *   0                      8                16             24                     32
 *  +----------------------+----------------+--------------+----------------------+-----------
 *  | held back since told | since, boot ns | unified id   | id of v1, or 0       | path, NUL
 *  +----------------------+----------------+--------------+----------------------+-----------
 */
#pragma once
#include "path.h"
#include "record.h"

#define LIMITED_CGROUPS 4096
#define LIMIT_PERIOD 1000000000ULL
#define LONGEST_LIMITED 512
#define CHARGE_TRIES 8

/* Laid out as CgroupLimits.java says. */
struct limit {
    u64 interval; /* ns that an event takes of a bucket */
    u64 credit;   /* ns that a bucket may be ahead of time */
    struct choice choice; /* of the hierarchy of version 1 where the scope looks at none */
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(map_flags, BPF_F_MMAPABLE);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct limit);
} limits SEC(".maps");

struct limited {
    u64 unified, first; /* ids of the cgroups that a thread is in */
};

/* Laid out as Buckets.java says. */
struct bucket {
    u64 due;
    u64 held, told; /* events held back, and how many of them are told of */
    u64 since;      /* when the first was that is not told of */
    u64 looked;     /* when it was last told */
};

struct {
    __uint(type, BPF_MAP_TYPE_LRU_HASH);
    __uint(max_entries, LIMITED_CGROUPS);
    __type(key, struct limited);
    __type(value, struct bucket);
} buckets SEC(".maps");

#define THROTTLE_EVENT 402
#define THROTTLE_NAME 17

struct throttle_notice {
    u64 time, tid;
    u32 length;
    u16 type;
    u32 count;
    u32 lengths[3];
    u32 plugin;
    char name[THROTTLE_NAME];
    u64 held, since;
    struct limited cgroup;
} __attribute__((packed));

static __always_inline struct cgroup *limited_first(struct task_struct *task, struct limit *limit)
{
    struct choice *choice = choice_made();

    if (!choice || !choice->hierarchy)
        choice = &limit->choice;
    return choice->hierarchy ? first_version(task, choice) : NULL;
}

/* Whether an event of now fits into the bucket, which it then has paid. Budget: CHARGE_TRIES steps. */
static __always_inline bool charge(struct bucket *b, const struct limit *limit, u64 now)
{
    u64 due, base;

#pragma clang loop unroll(disable)
    for (u32 i = 0; i < CHARGE_TRIES; i++) {
        due = *(volatile u64 *)&b->due;
        base = due > now ? due : now;
        if (base - now > 2 * (limit->credit + limit->interval)) /* the limit was a slower one */
            base = now;
        if (base - now > limit->credit)
            return false;
        if (__sync_val_compare_and_swap(&b->due, due, base + limit->interval) == due)
            return true;
    }
    __sync_fetch_and_add(&b->due, limit->interval); /* others pay at the same moment, over and over */
    return true;
}

static __always_inline struct bucket *bucket_of(const struct limited *key)
{
    struct bucket *b = bpf_map_lookup_elem(&buckets, key), empty = {};

    if (b)
        return b;
    bpf_map_update_elem(&buckets, key, &empty, BPF_NOEXIST);
    return bpf_map_lookup_elem(&buckets, key);
}

/* The path of the cgroup by which the threads of the key are told apart, behind the notice. */
static __always_inline u32 put_limited_path(struct scratch *s, struct cgroup *cgroup)
{
    struct step step = {.s = s};
    u32 n;

    s->path_walk.node = BPF_CORE_READ(cgroup, kn);
    s->path_walk.at = PATH_END;
    s->end = sizeof(struct throttle_notice);
    bpf_loop(MAX_DEPTH, cgroup_step, &step, 0);
    n = put_walked(s);
    return n > LONGEST_LIMITED ? LONGEST_LIMITED : n;
}

struct limiting {
    struct limit *limit;
    struct cgroup *first; /* of version 1, or NULL */
    struct limited key;
    struct bucket *bucket;
};

/* Finds the bucket of the current thread. */
static __always_inline bool find_bucket(struct limiting *l)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct cgroup *first;
    u32 zero = 0;

    l->limit = bpf_map_lookup_elem(&limits, &zero);
    if (!l->limit)
        return false;
    first = limited_first(task, l->limit);
    l->first = first;
    l->key.unified = BPF_CORE_READ(task, cgroups, dfl_cgrp, kn, id);
    l->key.first = first ? BPF_CORE_READ(first, kn, id) : 0;
    l->bucket = bucket_of(&l->key);
    return l->bucket;
}

static __always_inline bool is_telling_due(struct bucket *b, u64 now)
{
    u64 looked = *(volatile u64 *)&b->looked;

    return *(volatile u64 *)&b->held != b->told && (!looked || now - looked >= LIMIT_PERIOD);
}

/* What charge_current() says. */
enum charged { CHARGED_HELD = 1, CHARGED_TELL = 2 };

/*
 * Whether an event of the current thread, which is about to be put together on this CPU, is held back, and whether to tell of it. Global
 * functions are checked once for each program. Budget: three look-ups.
 */
__noinline u32 charge_current(u32 cpu)
{
    struct cpu *c = bpf_map_lookup_elem(&cpus, &cpu);
    struct limiting l;
    bool held;
    u64 now;

    if (!c || (control.mode & (SCOPE_AWAITS_IN | SCOPE_AWAITS_OUT) && mark_of_current(control.mode)) || !find_bucket(&l))
        return 0; /* while nobody knows whether it is in scope, nothing is held back */
    now = bpf_ktime_get_boot_ns();
    held = !charge(l.bucket, l.limit, now);
    if (held) {
        c->losses.throttled++;
        if (!l.bucket->since)
            l.bucket->since = now;
        __sync_fetch_and_add(&l.bucket->held, 1);
    }
    return (held ? CHARGED_HELD : 0) | (is_telling_due(l.bucket, now) ? CHARGED_TELL : 0);
}

/* Tells of the current thread's cgroup, by one CPU at a time. Budget: MAX_DEPTH steps, once a second for each cgroup. */
__noinline u32 tell_throttle(u32 cpu)
{
    struct task_struct *task = bpf_get_current_task_btf();
    struct scratch *s = bpf_map_lookup_elem(&scratches, &cpu);
    struct cpu *c = bpf_map_lookup_elem(&cpus, &cpu);
    struct cgroup *cgroup = BPF_CORE_READ(task, cgroups, dfl_cgrp);
    u64 held, looked, now = bpf_ktime_get_boot_ns();
    u32 index = 2 * cpu, length; /* of the ring for all events */
    void *ring = bpf_map_lookup_elem(&rings, &index);
    struct throttle_notice *n;
    struct limiting l;
    struct bucket *b;

    if (!s || !c || !ring || !find_bucket(&l))
        return 0;
    b = l.bucket;
    looked = *(volatile u64 *)&b->looked;
    held = *(volatile u64 *)&b->held;
    if (!is_telling_due(b, now) || __sync_val_compare_and_swap(&b->looked, looked, now) != looked)
        return 0;
    if (l.first && BPF_CORE_READ(cgroup, level) == 0)
        cgroup = l.first;
    length = sizeof(*n) + put_limited_path(s, cgroup);
    n = (struct throttle_notice *)s->bytes;
    n->time = take_time(c);
    n->tid = (u32)task->pid;
    n->length = length;
    n->type = THROTTLE_EVENT;
    n->count = 3;
    n->lengths[0] = 4;
    n->lengths[1] = THROTTLE_NAME;
    n->lengths[2] = length - __builtin_offsetof(struct throttle_notice, held);
    n->plugin = 0;
    __builtin_memcpy(n->name, "kansoku.throttle", THROTTLE_NAME);
    n->held = held - b->told;
    n->since = b->since ? b->since : now;
    n->cgroup = l.key;
    if (bpf_ringbuf_output(ring, s->bytes, masked(length, 0x7ff), BPF_RB_NO_WAKEUP)) {
        b->looked = looked; /* no room: again with the next event */
        return 0;
    }
    b->told = held;
    b->since = 0;
    return tell_drop(s, &c->losses, ring);
}

/* All that a call pays for while there is no limit. */
static __always_inline bool is_limited(void)
{
    return control.limited;
}

/* What is to be done with a call's event, bits of enum charged; what tells of processes, fds and rights never is. */
static __always_inline u32 charged(const struct recipe *recipe, u32 cpu)
{
    if (!is_limited() || recipe->worth == WORTH_STATE || recipe->flags & RECIPE_URGENT)
        return 0;
    return charge_current(cpu);
}

/* The same of a call's end, which tells of what was held back, also of other events of the cgroup. */
static __always_inline bool is_held_back(const struct recipe *recipe, u32 cpu)
{
    u32 says = charged(recipe, cpu);

    if (says & CHARGED_TELL)
        tell_throttle(cpu);
    return says & CHARGED_HELD;
}
