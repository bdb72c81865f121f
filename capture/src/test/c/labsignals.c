/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks from within that a process is treated as if nobody traced it. The first argument says what is checked; the exit status is 0
 * where all was as it should be (6 for exec), else the number of the line that was wrong, modulo 256.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define CHECK(right) ((right) ? (void)0 : fail(__LINE__))

static void fail(int line)
{
	fprintf(stderr, "labsignals: line %d: not so (errno %d)\n", line, errno);
	_exit(line % 256 ? line % 256 : 1);
}

/* Stops and continuations of a child as its parent's waitpid tells them. */
static int group(void)
{
	int stops[] = {SIGSTOP, SIGTSTP, SIGTTIN};
	int status;
	pid_t child = fork();

	if (child == 0) {
		setpgid(0, 0);
		for (;;)
			pause();
	}
	setpgid(child, child);
	for (int i = 0; i < 9; i++) {
		CHECK(kill(child, stops[i % 3]) == 0);
		CHECK(waitpid(child, &status, WUNTRACED) == child);
		CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == stops[i % 3]);
		usleep(2000);
		CHECK(waitpid(child, &status, WUNTRACED | WCONTINUED | WNOHANG) == 0);
		CHECK(kill(child, SIGCONT) == 0);
		CHECK(waitpid(child, &status, WCONTINUED) == child);
		CHECK(WIFCONTINUED(status));
	}
	CHECK(kill(child, SIGSTOP) == 0);
	CHECK(waitpid(child, &status, WUNTRACED) == child && WIFSTOPPED(status));
	CHECK(kill(child, SIGKILL) == 0);
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	return 0;
}

static volatile int taken;
static siginfo_t last[16];
static sigjmp_buf back;

static void take(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	if (taken < 16)
		last[taken] = *info;
	taken++;
}

static void leap(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	last[0] = *info;
	siglongjmp(back, 1);
}

/* Each signal comes once, with what its sender told. */
static int siginfo(void)
{
	struct sigaction action = {.sa_sigaction = take, .sa_flags = SA_SIGINFO};
	struct sigaction fault = {.sa_sigaction = leap, .sa_flags = SA_SIGINFO};
	int status;

	sigaction(SIGRTMIN, &action, NULL);
	sigaction(SIGUSR1, &action, NULL);
	sigaction(SIGCHLD, &action, NULL);
	sigaction(SIGSEGV, &fault, NULL);
	for (int i = 0; i < 5; i++) {
		union sigval value = {.sival_int = 1000 + i};

		CHECK(sigqueue(getpid(), SIGRTMIN, value) == 0);
	}
	CHECK(taken == 5);
	for (int i = 0; i < 5; i++) {
		CHECK(last[i].si_signo == SIGRTMIN && last[i].si_code == SI_QUEUE);
		CHECK(last[i].si_value.sival_int == 1000 + i && last[i].si_pid == getpid());
	}
	taken = 0;
	raise(SIGUSR1);
	CHECK(taken == 1 && last[0].si_code == SI_TKILL);
	taken = 0;
	pid_t child = fork();

	if (child == 0)
		_exit(9);
	while (waitpid(child, &status, 0) < 0)
		CHECK(errno == EINTR);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 9);
	CHECK(taken == 1 && last[0].si_code == CLD_EXITED && last[0].si_status == 9 && last[0].si_pid == child);
	char *page = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (sigsetjmp(back, 1) == 0) {
		*(volatile char *)(page + 7) = 1;
		fail(__LINE__);
	}
	CHECK(last[0].si_addr == page + 7 && last[0].si_code == SEGV_ACCERR);
	alarm(1);
	sigaction(SIGALRM, &action, NULL);
	taken = 0;
	CHECK(pause() == -1 && errno == EINTR && taken == 1 && last[0].si_code == SI_KERNEL);
	return 0;
}

static char *self;

static void *execute(void *unused)
{
	char *arguments[] = {self, "executed", NULL};
	char *environment[] = {NULL};

	(void)unused;
	usleep(20000);
	execve("/proc/self/exe", arguments, environment);
	fail(__LINE__);
	return NULL;
}

static void *rest(void *unused)
{
	for (;;)
		pause();
	return unused;
}

/* A thread that is not the first one executes; the others end. */
static int exec(void)
{
	pthread_t thread;

	for (int i = 0; i < 3; i++)
		CHECK(pthread_create(&thread, NULL, rest, NULL) == 0);
	CHECK(pthread_create(&thread, NULL, execute, NULL) == 0);
	rest(NULL);
	return 1;
}

static int vforks(void)
{
	int status;

	for (int i = 0; i < 5; i++) {
		pid_t child = vfork();

		if (child == 0)
			_exit(3 + i);
		CHECK(child > 0 && waitpid(child, &status, 0) == child);
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3 + i);
	}
	pid_t child = vfork();

	if (child == 0) {
		execl("/proc/self/exe", self, "executed", NULL);
		_exit(1);
	}
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 6);
	return 0;
}

/* A child that asks not to be traced, by either call. */
static int untraced(void)
{
	int status;

	for (int i = 0; i < 2; i++) {
		struct {
			unsigned long long flags, unused[3], signal, more[3];
		} wanted = {.flags = CLONE_UNTRACED, .signal = SIGCHLD};
		long child = i ? syscall(SYS_clone3, &wanted, sizeof(wanted)) : syscall(SYS_clone, CLONE_UNTRACED | SIGCHLD, 0, 0, 0, 0);

		if (child == 0) {
			syscall(SYS_mkdirat, -100, i ? "/proc/lab-second" : "/proc/lab-first", 0700);
			_exit(3);
		}
		CHECK(child > 0 && waitpid(child, &status, 0) == child);
		CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 3);
	}
	return 0;
}

static volatile sig_atomic_t ending;

static void end(int signal)
{
	(void)signal;
	ending = 1;
}

static void *brief(void *unused)
{
	CHECK(getppid() > 0);
	return unused;
}

/* Work whose every call must succeed, though it is attached to and let go at any time. */
static void *work(void *unused)
{
	int pipes[2];
	pthread_t thread;
	char byte;

	CHECK(pipe(pipes) == 0);
	while (!ending) {
		CHECK(write(pipes[1], "x", 1) == 1);
		CHECK(read(pipes[0], &byte, 1) == 1 && byte == 'x');
		CHECK(pthread_create(&thread, NULL, brief, NULL) == 0);
		CHECK(pthread_join(thread, NULL) == 0);
		usleep(200);
	}
	return unused;
}

static int threads(int leaderless)
{
	pthread_t workers[3];
	struct sigaction action = {.sa_handler = end, .sa_flags = SA_RESTART};

	sigaction(SIGTERM, &action, NULL);
	for (int i = 0; i < 3; i++)
		CHECK(pthread_create(&workers[i], NULL, work, NULL) == 0);
	puts("running");
	fflush(stdout);
	if (leaderless)
		pthread_exit(NULL);
	work(NULL);
	for (int i = 0; i < 3; i++)
		CHECK(pthread_join(workers[i], NULL) == 0);
	return 0;
}

int main(int count, char **arguments)
{
	const char *what = count > 1 ? arguments[1] : "";

	self = arguments[0];
	if (!strcmp(what, "group"))
		return group();
	if (!strcmp(what, "siginfo"))
		return siginfo();
	if (!strcmp(what, "exec"))
		return exec();
	if (!strcmp(what, "vfork"))
		return vforks();
	if (!strcmp(what, "untraced"))
		return untraced();
	if (!strcmp(what, "threads"))
		return threads(0);
	if (!strcmp(what, "leaderless"))
		return threads(1);
	return strcmp(what, "executed") ? 1 : 6;
}
