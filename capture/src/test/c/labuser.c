/* SPDX-License-Identifier: Apache-2.0 */
/* Makes calls that fail as a user and as root in turn: labuser UID NAME. What it does as the user names lab-NAME-user, else lab-NAME-root. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    char as_user[64], as_root[64];
    uid_t user;

    if (argc != 3)
        return 2;
    user = atoi(argv[1]);
    snprintf(as_user, sizeof(as_user), "/proc/lab-%s-user", argv[2]);
    snprintf(as_root, sizeof(as_root), "/proc/lab-%s-root", argv[2]);
    while (getppid() != 1) {
        if (seteuid(user))
            return 1;
        mkdir(as_user, 0700);
        if (seteuid(0))
            return 1;
        mkdir(as_root, 0700);
        usleep(10000);
    }
    return 0;
}
