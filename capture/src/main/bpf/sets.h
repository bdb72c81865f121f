/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * What a scope is made of: sets of what is in it and of what is left out, and how they are weighed. Programs of events (scope.h) and those
 * that walk over all tasks (members.h) look into the same sets, each by a function `set_says` of their own.
 */
#pragma once
#include "control.h"

/*
 * Bits of control.mode: what there is to be asked. ALL: whoever is not left out is in scope. AWAITS_: cgroups appear that user space may take
 * in, or leave out. Without any, nothing is in scope.
 */
enum scope_mode {
    SCOPE_NOTHING = 0,
    SCOPE_ALL = 1,
    SCOPE_TREES = 2,
    SCOPE_CGROUPS = 4,
    SCOPE_USERS = 8,
    SCOPE_COMMS = 16,
    SCOPE_AWAITS_IN = 32,
    SCOPE_AWAITS_OUT = 64,
};

/* What a set says of one that is in it. */
enum set_bits { SET_IN = 1, SET_OUT = 2, SET_PENDING = 4 };

/* A value of `tree`: below these bits how many execs a process is still hidden for. */
#define TREE_HIDDEN 0xffff
#define TREE_IN 0x10000
#define TREE_OUT 0x20000

/* Whether a thread is in scope. Of a cgroup that has just appeared, user space may still say otherwise. */
enum standing { OUTSIDE, INSIDE, OUTSIDE_SO_FAR, INSIDE_SO_FAR };

/*
 * What is looked up in the sets: the name of a thread as it is, whose last byte is zero, or
 *
 *   0      8          15
 *  +------+----------+------+
 *  | id   | slot     | kind |
 *  +------+----------+------+
 */
struct set_key {
    u64 id, rest;
};
#define KEY_USER (1ULL << 56)
#define KEY_CGROUP (2ULL << 56)

/* The hierarchies that cgroups are told apart in. */
enum slot { SLOT_UNIFIED, SLOT_FIRST_VERSION };

/* Laid out as ScopeSets.java says. User space writes it at any time. */
struct choice {
    u32 generation; /* goes up whenever a set changed, so that what was concluded before is not believed */
    u32 hierarchy;  /* number of the hierarchy of version 1 that is looked at too, 0 for none */
    u32 subsystem;  /* one more than the place of one of its controllers; the programs find it */
    u32 unused;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __uint(map_flags, BPF_F_MMAPABLE);
    __type(key, u32);
    __type(value, struct choice);
} choices SEC(".maps");

#define DEEPEST_CGROUP 128
#define MOST_SUBSYSTEMS 16

/* What the sets say of a key: bits of enum set_bits. */
static __always_inline u32 set_says(struct set_key *key);

static __always_inline struct choice *choice_made(void)
{
    u32 first = 0;

    return bpf_map_lookup_elem(&choices, &first);
}

static __always_inline u32 tree_says(u32 noted)
{
    return (noted & (TREE_IN | TREE_HIDDEN)) == TREE_IN ? (noted & TREE_OUT ? SET_OUT : SET_IN) : noted & TREE_OUT ? SET_OUT : 0;
}

static __always_inline u32 user_says(struct task_struct *task)
{
    struct set_key key = {.id = BPF_CORE_READ(task, cred, euid.val), .rest = KEY_USER};

    return set_says(&key);
}

static __always_inline u32 comm_says(struct task_struct *task)
{
    struct set_key key = {.id = *(u64 *)&task->comm[0], .rest = *(u64 *)&task->comm[8]};

    return set_says(&key);
}

/* The task's cgroup by one of its subsystems, NULL where there is no such. */
static __always_inline struct cgroup *cgroup_by(struct css_set *cgroups, u32 subsystem)
{
    struct cgroup_subsys_state *css = NULL;

    bpf_probe_read_kernel(&css, sizeof(css), (void *)cgroups + bpf_core_field_offset(struct css_set, subsys) + subsystem * sizeof(css));
    return css ? BPF_CORE_READ(css, cgroup) : NULL;
}

struct subsystem_walk {
    struct css_set *cgroups;
    u32 hierarchy, found;
};

static long subsystem_at(u32 i, struct subsystem_walk *w)
{
    struct cgroup *cgroup = cgroup_by(w->cgroups, i);

    if (!cgroup || (u32)BPF_CORE_READ(cgroup, root, hierarchy_id) != w->hierarchy)
        return 0;
    w->found = i + 1;
    return 1;
}

/* The task's cgroup in the hierarchy of version 1. Budget: MOST_SUBSYSTEMS steps, once. */
static __always_inline struct cgroup *first_version(struct task_struct *task, struct choice *choice)
{
    struct subsystem_walk w = {.hierarchy = choice->hierarchy};

    if (!choice->subsystem) {
        w.cgroups = BPF_CORE_READ(task, cgroups);
        bpf_loop(MOST_SUBSYSTEMS, subsystem_at, &w, 0);
        choice->subsystem = w.found;
    }
    if (!choice->subsystem)
        return NULL;
    return cgroup_by(BPF_CORE_READ(task, cgroups), (choice->subsystem - 1) & (MOST_SUBSYSTEMS - 1));
}

struct cgroup_walk {
    struct cgroup *cgroup;
    u32 slot, levels, says;
};

static long cgroup_level(u32 level, struct cgroup_walk *w)
{
    struct cgroup *above = NULL;
    struct set_key key = {.rest = KEY_CGROUP | w->slot};

    if (level > w->levels)
        return 1;
    if (bpf_core_field_exists(above->ancestors)) {
        bpf_probe_read_kernel(&above, sizeof(above),
                              (void *)w->cgroup + bpf_core_field_offset(struct cgroup, ancestors) + level * sizeof(above));
        key.id = BPF_CORE_READ(above, kn, id);
    } else {
        bpf_probe_read_kernel(&key.id, sizeof(key.id),
                              (void *)w->cgroup + bpf_core_field_offset(struct cgroup___v60, ancestor_ids) + level * sizeof(key.id));
    }
    w->says |= set_says(&key);
    return 0;
}

/* What the sets say of a cgroup and of all above it. Budget: a look-up for each level. */
static __noinline u32 hierarchy_says(struct cgroup *cgroup, u32 slot)
{
    struct cgroup_walk w = {.cgroup = cgroup, .slot = slot, .levels = BPF_CORE_READ(cgroup, level)};

    bpf_loop(DEEPEST_CGROUP, cgroup_level, &w, 0);
    return w.says;
}

/* What follows of all that the sets say. */
static __always_inline u32 weigh(u32 mode, u32 says)
{
    bool in = mode & SCOPE_ALL || says & SET_IN;

    if (says & SET_OUT)
        return OUTSIDE;
    if (says & SET_PENDING) {
        if (in && mode & SCOPE_AWAITS_OUT)
            return INSIDE_SO_FAR;
        if (!in && mode & SCOPE_AWAITS_IN)
            return OUTSIDE_SO_FAR;
    }
    return in ? INSIDE : OUTSIDE;
}
