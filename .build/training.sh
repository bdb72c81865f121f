# SPDX-License-Identifier: Apache-2.0
# Sourced by .build/build and ./dist: what the virtual machine is shown when it makes the cache for a faster start.

# Prints the command lines, one a line. The classes that a run needs are loaded and linked ahead, with the profiles that let the hot ones
# be compiled at once: a start takes half the time, and long replays gain a third. Our own captures are read again and again so that there is
# something to profile; the live captures see one process, which does nothing. Rights are given up in the last line alone, for good.
training() {
    local captures=$1/cli/src/test/captures sample round samples=
    for round in {1..40}; do
        for sample in "$captures"/*.scap.gz; do
            samples+="-r $sample "
        done
    done
    cat <<END
--version
filter explain proc.name = cat and fd.name contains etc
-r $captures/files.scap.gz -n 5 -o /dev/null --keep-privileges
-r $captures/files.scap.gz -c topfiles_bytes -c errors -o /dev/null --keep-privileges
-r $captures/list.scap.gz -j -o /dev/null --keep-privileges
detect --rules $1/rules/src/main/resources/dev/kansoku/rules/starter -r $captures/list.scap.gz -o /dev/null --keep-privileges
detect --rules starter -r $1/rules/src/test/resources/starter/server-shell/fires.scap.gz -o /dev/null --keep-privileges
detect --rules starter -j --why -r $1/rules/src/test/resources/starter/strange-port/fires.scap.gz -o /dev/null --keep-privileges
$samples -v -o /dev/null --keep-privileges evt.num > 0 and proc.name != cat
--engine ptrace -o /dev/null --keep-privileges -- true
-v -o /dev/null -- true
END
}
