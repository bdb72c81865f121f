# SPDX-License-Identifier: Apache-2.0
# Sourced by .build/build and ./dist: what the virtual machine is shown when it makes the cache for a faster start.

readonly CACHES=(replay live detect)

# Prints the command lines that the cache $2 (see cache.sh) is trained with, one a line. The classes that a run needs are loaded and linked
# ahead, with the profiles that let the hot ones be compiled at once: a start takes half the time, and long replays gain a third. Our own
# captures are read again and again so that there is something to profile; the live captures see one process, which does nothing. Rights are
# given up in the last line alone, for good.
training() {
    local captures=$1/cli/src/test/captures starter=$1/rules/src/test/resources/starter sample round samples=
    for round in {1..40}; do
        for sample in "$captures"/*.scap.gz; do
            samples+="-r $sample "
        done
    done
    if [[ $2 != live ]]; then
        cat <<END
--version
filter explain proc.name = cat and fd.name contains etc
-r $captures/files.scap.gz -n 5 -o /dev/null --keep-privileges
-r $captures/files.scap.gz -c topfiles_bytes -c errors -o /dev/null --keep-privileges
-r $captures/list.scap.gz -j -o /dev/null --keep-privileges
-r $captures/containers.scap.gz -pc -o /dev/null --keep-privileges
-r $captures/files.scap.gz -q -w build/training.scap --keep-privileges
-r build/training.scap -q -o /dev/null --keep-privileges evt.type in (open, openat) and fd.name startswith /etc
END
    fi
    if [[ $2 == detect ]]; then
        cat <<END
detect --rules $1/rules/src/main/resources/dev/kansoku/rules/starter -r $captures/list.scap.gz -o /dev/null --keep-privileges
detect --rules starter -r $starter/server-shell/fires.scap.gz -o /dev/null --keep-privileges
detect --rules starter -j --why -r $starter/strange-port/fires.scap.gz -o /dev/null --keep-privileges
END
    fi
    if [[ $2 != replay ]]; then
        echo "--engine ptrace -o /dev/null --keep-privileges -- true"
    fi
    echo "$samples -v -o /dev/null --keep-privileges evt.num > 0 and proc.name != cat"
    case $2 in
        replay) echo "-r $captures/files.scap.gz -n 1 -o /dev/null" ;;
        *) echo "-v -o /dev/null -- true" ;;
    esac
}

# Makes the cache $1 by the command that follows, which runs Training and names the file; a file of command lines comes behind it.
make_cache() {
    local modules=()
    case $1 in
        live) modules=(dev.kansoku.ffi dev.kansoku.capture dev.kansoku.containers) ;;
        detect) modules=(dev.kansoku.) ;;
    esac
    training "$PWD" "$1" >"build/training-$1"
    "${@:2}" "build/training-$1" "${modules[@]}"
    local status=$?
    rm -f build/training.scap
    return $status
}
