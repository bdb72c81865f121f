/* SPDX-License-Identifier: Apache-2.0 */
/* Writes to a pipe that nobody empties for 50 ms, from a function that a stack is to show. */
#include <fcntl.h>
#include <unistd.h>

static char page[4096];

__attribute__((noinline)) long fill_the_pipe(int fd, int count)
{
    long sum = 0;

    for (int i = 0; i < count; i++)
        sum += write(fd, page, sizeof page);
    return sum;
}

int main(void)
{
    int ends[2], child;

    if (pipe(ends))
        return 1;
    child = fork();
    if (child == 0) {
        close(ends[1]);
        usleep(50000);
        while (read(ends[0], page, sizeof page) > 0)
            ;
        return 0;
    }
    return fill_the_pipe(ends[1], 32) != 32 * sizeof page;
}
