/* SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause) */
/*
 * The parts of the kernel's structures that the programs read. Only names and types count: the loader finds the offsets of the running
 * kernel (CO-RE). A name behind ___ is another kernel version's form of the same structure.
 */
#pragma once
#include <linux/bpf.h>
#include <linux/types.h>
#include <stdbool.h>
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s16 s16;
typedef __s32 s32;
typedef __s64 s64;

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

#if defined(__TARGET_ARCH_x86)
struct pt_regs {
    unsigned long r10, r9, r8, bx, bp, cx, dx, si, di, orig_ax, ip;
};
struct thread_info {
    unsigned long flags;
    u32 status;
};
#elif defined(__TARGET_ARCH_arm64)
struct pt_regs {
    u64 regs[31];
    u64 pc, orig_x0;
    s32 syscallno;
};
struct thread_info {
    unsigned long flags;
};
#endif

struct qstr {
    u32 len;
    const unsigned char *name;
};
struct list_head {
    struct list_head *next;
};
struct timespec64 {
    s64 tv_sec;
    long tv_nsec;
};
struct super_block {
    u32 s_dev;
    unsigned long s_flags;
    unsigned long s_magic;
};
typedef struct {
    u32 val;
} kuid_t;
typedef struct {
    u32 val;
} kgid_t;
struct inode {
    u16 i_mode;
    kuid_t i_uid;
    kgid_t i_gid;
    struct super_block *i_sb;
    unsigned long i_ino;
    u32 i_nlink;
    void *i_private;
    s64 i_mtime_sec, i_ctime_sec;
    u32 i_mtime_nsec, i_ctime_nsec;
};
struct inode___v66 {
    struct timespec64 __i_mtime, __i_ctime;
};
struct inode___v65 {
    struct timespec64 i_mtime, __i_ctime;
};
struct inode___v61 {
    struct timespec64 i_mtime, i_ctime;
};
struct dentry {
    struct dentry *d_parent;
    struct qstr d_name;
    struct inode *d_inode;
};
struct vfsmount {
    struct dentry *mnt_root;
};
struct mount {
    struct mount *mnt_parent;
    struct dentry *mnt_mountpoint;
    struct vfsmount mnt;
    int mnt_id;
};
struct path {
    struct vfsmount *mnt;
    struct dentry *dentry;
};
struct file {
    u32 f_mode;
    u32 f_flags;
    struct path f_path;
    struct inode *f_inode;
    void *private_data;
};
struct vm_area_struct {
    unsigned long vm_start, vm_pgoff;
    struct file *vm_file;
};
struct fdtable {
    u32 max_fds;
    struct file **fd;
    unsigned long *close_on_exec;
};
struct files_struct {
    struct {
        int counter;
    } count;
    struct fdtable *fdt;
};
struct fs_struct {
    struct path root, pwd;
};
struct percpu_counter {
    s64 count;
};
struct mm_struct {
    unsigned long total_vm, arg_start, arg_end, env_start, env_end;
    struct file *exe_file;
    struct percpu_counter rss_stat[4];
};
struct mm_rss_stat___v61 {
    struct {
        s64 counter;
    } count[4];
};
struct mm_struct___v61 {
    struct mm_rss_stat___v61 rss_stat;
};
struct upid {
    int nr;
    struct pid_namespace *ns;
};
struct pid {
    u32 level;
    struct upid numbers[1];
};
struct pid_namespace {
    struct task_struct *child_reaper;
};
struct rlimit {
    unsigned long rlim_cur;
};
struct tty_driver {
    int major, minor_start;
};
struct tty_struct {
    int index;
    struct tty_driver *driver;
};
struct signal_struct {
    struct {
        int counter;
    } live;
    int nr_threads;
    struct pid *pids[4];
    struct rlimit rlim[16];
    struct tty_struct *tty;
    u32 is_child_subreaper : 1;
};
typedef struct {
    u64 val;
} kernel_cap_t;
struct cred {
    kuid_t euid;
    kgid_t egid;
    kernel_cap_t cap_inheritable, cap_permitted, cap_effective;
};
struct kernfs_node {
    struct kernfs_node *__parent;
    const char *name;
    u64 id;
};
struct kernfs_node___v614 {
    struct kernfs_node___v614 *parent;
};
struct cgroup_root {
    int hierarchy_id;
};
struct cgroup {
    struct kernfs_node *kn;
    int level;
    struct cgroup_root *root;
    struct cgroup *ancestors[1];
};
struct cgroup___v60 {
    u64 ancestor_ids[1];
};
struct cgroup_subsys {
    const char *name;
};
struct cgroup_subsys_state {
    struct cgroup *cgroup;
    struct cgroup_subsys *ss;
};
struct css_set {
    struct cgroup_subsys_state *subsys[16];
    struct cgroup *dfl_cgrp;
};
struct task_struct {
    struct thread_info thread_info;
    unsigned int flags;
    int pid, tgid, exit_code, exit_state, pagefault_disabled;
    u32 in_execve : 1;
    struct task_struct *real_parent, *group_leader;
    struct list_head children, thread_node;
    struct mm_struct *mm;
    struct files_struct *files;
    struct fs_struct *fs;
    struct signal_struct *signal;
    const struct cred *cred;
    struct pid *thread_pid;
    struct css_set *cgroups;
    kuid_t loginuid;
    u64 start_boottime;
    unsigned long maj_flt, min_flt;
    char comm[16];
};
struct kernel_siginfo {
    int si_code;
    union {
        struct {
            int _pid;
        } _kill;
    } _sifields;
};
struct io_uring_task {
    struct task_struct *task;
};
struct io_cqe {
    s32 res;
};
struct io_kiocb {
    struct file *file;
    u8 opcode;
    struct io_cqe cqe;
    struct io_uring_task *tctx;
};
struct io_kiocb___v612 {
    struct task_struct *task;
};
struct io_open {
    u32 file_slot;
};
struct io_close {
    int fd;
    u32 file_slot;
};
struct io_accept {
    u32 file_slot;
};
struct io_socket {
    u32 file_slot;
};
struct linux_binprm {
    const char *filename;
};

struct in6_addr {
    u8 in6_u[16];
};
struct sock_common {
    u32 skc_daddr, skc_rcv_saddr;
    u16 skc_dport, skc_num, skc_family;
    u8 skc_state;
    struct in6_addr skc_v6_daddr, skc_v6_rcv_saddr;
};
typedef struct {
    int counter;
} atomic_t;
typedef struct {
    atomic_t refs;
} refcount_t;
struct sk_buff {
    struct sk_buff *next;
    u32 len;
    char cb[48];
};
struct unix_skb_parms {
    u32 consumed;
};
struct sk_buff_head {
    struct sk_buff *next;
    u32 qlen;
};
struct sock {
    struct sock_common __sk_common;
    struct sk_buff_head sk_receive_queue;
    struct {
        atomic_t rmem_alloc;
    } sk_backlog;
    refcount_t sk_wmem_alloc;
    u16 sk_type, sk_protocol;
    u32 sk_ack_backlog, sk_max_ack_backlog;
};
struct tcp_sock {
    u32 copied_seq, rcv_nxt, snd_una, write_seq;
};
struct udp_sock {
    int forward_deficit;
};
struct socket {
    struct sock *sk;
};
struct filename {
    const char *name, *uptr;
    const char iname[1];
};
struct msghdr {
    void *msg_name;
    int msg_namelen;
};
struct sockaddr_un {
    u16 sun_family;
    char sun_path[108];
};
struct unix_address {
    int len;
    struct sockaddr_un name[1];
};
struct unix_sock {
    struct unix_address *addr;
    struct sock *peer;
};
struct proc_ns_operations {
    const char *name;
};
struct ns_common {
    const struct proc_ns_operations *ops;
};

struct seq_file;
struct bpf_iter_meta {
    struct seq_file *seq;
};
struct bpf_iter__task {
    struct bpf_iter_meta *meta;
    struct task_struct *task;
};
struct bpf_iter__task_file {
    struct bpf_iter_meta *meta;
    struct task_struct *task;
    u32 fd;
    struct file *file;
};

#pragma clang attribute pop

#define S_IFMT 0170000
#define S_IFSOCK 0140000
#define S_IFIFO 0010000
#define S_IFDIR 0040000
#define AF_NETLINK 16
#define AF_UNIX 1
#define AF_INET 2
#define AF_INET6 10
#define EFAULT 14
#define ENAMETOOLONG 36
#define EINPROGRESS 115
