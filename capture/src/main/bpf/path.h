/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/* Paths of files and cgroups, by walking from the leaf to the root and writing from right to left. */
#pragma once
#include "scratch.h"

#define PATH_END 4096
#define MAX_DEPTH 128

/* Puts "/name" before what is there. Returns whether it fitted. */
static __always_inline bool prepend(struct scratch *s, const void *name, u32 length)
{
    u32 at = s->path_walk.at;

    length &= 0xff;
    if (at < length + 1)
        return false;
    at -= length + 1;
    s->path[at & 0xfff] = '/';
    bpf_probe_read_kernel(&s->path[(at + 1) & 0xfff], length, name);
    s->path_walk.at = at;
    return true;
}

static __always_inline u32 put_walked(struct scratch *s)
{
    u32 at = s->path_walk.at, n;

    if (at == PATH_END) {
        s->path[PATH_END - 1] = '/';
        at--;
    }
    s->path[PATH_END] = 0;
    n = (PATH_END + 1 - at) & 0x1fff;
    if (n > PATH_END)
        n = PATH_END;
    bpf_probe_read_kernel(end_of(s), n, &s->path[at & 0xfff]);
    return n;
}

static long path_step(u32 i, struct step *step)
{
    struct path_walk *w = &step->s->path_walk;
    struct dentry *dentry = w->dentry, *top, *parent;
    struct mount *mount = w->mount, *above;

    if (dentry == w->root && mount == w->root_mount)
        return 1;
    top = BPF_CORE_READ(mount, mnt.mnt_root);
    parent = BPF_CORE_READ(dentry, d_parent);
    if (dentry == top || dentry == parent) {
        if (dentry != top) { /* in no tree, as a memory file is: it has but a name */
            if (w->at == PATH_END)
                prepend(step->s, BPF_CORE_READ(dentry, d_name.name), BPF_CORE_READ(dentry, d_name.len));
            return 1;
        }
        above = BPF_CORE_READ(mount, mnt_parent);
        if (above == mount)
            return 1;
        w->dentry = BPF_CORE_READ(mount, mnt_mountpoint);
        w->mount = above;
        return 0;
    }
    if (!prepend(step->s, BPF_CORE_READ(dentry, d_name.name), BPF_CORE_READ(dentry, d_name.len)))
        return 1;
    w->dentry = parent;
    return 0;
}

static __always_inline struct mount *mount_of(struct vfsmount *mnt)
{
    return (struct mount *)((char *)mnt - bpf_core_field_offset(struct mount, mnt));
}

/* The path of a dentry below a process's root, or below the root of all mounts where `fs` is NULL. Budget: MAX_DEPTH steps of 7 reads. */
static __noinline u32 put_path(struct scratch *s, struct vfsmount *mnt, struct dentry *dentry, struct fs_struct *fs)
{
    struct path_walk *w = &s->path_walk;
    struct step step = {.s = s};

    w->dentry = dentry;
    w->mount = mount_of(mnt);
    w->root = fs ? BPF_CORE_READ(fs, root.dentry) : NULL;
    w->root_mount = fs ? mount_of(BPF_CORE_READ(fs, root.mnt)) : NULL;
    w->at = PATH_END;
    bpf_loop(MAX_DEPTH, path_step, &step, 0);
    return put_walked(s);
}

static __always_inline u32 put_file_path(struct scratch *s, struct file *file)
{
    if (!file)
        return 0;
    return put_path(s, BPF_CORE_READ(file, f_path.mnt), BPF_CORE_READ(file, f_path.dentry), NULL);
}

static __always_inline struct kernfs_node *kernfs_parent(struct kernfs_node *node)
{
    if (bpf_core_field_exists(node->__parent))
        return BPF_CORE_READ(node, __parent);
    return (struct kernfs_node *)BPF_CORE_READ((struct kernfs_node___v614 *)node, parent);
}

static long cgroup_step(u32 i, struct step *step)
{
    struct scratch *s = step->s;
    struct kernfs_node *node = s->path_walk.node, *parent = kernfs_parent(node);
    long n;

    if (!parent)
        return 1;
    n = bpf_probe_read_kernel_str(&s->path[PATH_END + 1], 256, BPF_CORE_READ(node, name));
    if (n <= 1 || !prepend(s, &s->path[PATH_END + 1], n - 1))
        return 1;
    s->path_walk.node = parent;
    return 0;
}

/* The subsystems that captures tell of, by the first eight bytes of their names. */
static __always_inline bool is_told(u64 name)
{
    return name == 0x746573757063 /* cpuset */ || name == 0x757063 /* cpu */ || name == 0x0074636361757063 /* cpuacct */ ||
           name == 0x6f69 /* io */ || name == 0x000079726f6d656d /* memory */;
}

static long subsystem_step(u32 i, struct step *step)
{
    struct scratch *s = step->s;
    struct css_set *cgroups = s->path_walk.cgroups;
    struct cgroup_subsys_state *css;
    u32 end = s->end, kept = s->kept;
    u64 name = 0;
    long n;

    if (i >= 16 || kept > MAX_TEXT)
        return 1;
    css = BPF_CORE_READ(cgroups, subsys[i & 15]);
    if (!css)
        return 0;
    n = bpf_probe_read_kernel_str(&name, 8, BPF_CORE_READ(css, ss, name));
    if (n < 2 || !is_told(name))
        return 0;
    s->end = end + kept;
    *(u64 *)end_of(s) = name | (u64)'=' << ((n - 1) * 8 & 63);
    s->end += n;
    s->path_walk.node = BPF_CORE_READ(css, cgroup, kn);
    s->path_walk.at = PATH_END;
    bpf_loop(MAX_DEPTH, cgroup_step, step, 0);
    s->kept = kept + n + put_walked(s);
    s->end = end;
    return 0;
}

/* subsystem=path of each of a task's cgroups, each with a NUL. Budget: 16 steps of up to MAX_DEPTH. */
static __always_inline u32 put_cgroups(struct scratch *s, struct task_struct *task)
{
    struct step step = {.s = s};

    s->path_walk.cgroups = BPF_CORE_READ(task, cgroups);
    s->kept = 0;
    bpf_loop(16, subsystem_step, &step, 0);
    return min_u32(s->kept, 2 * MAX_TEXT);
}
