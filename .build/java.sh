# SPDX-License-Identifier: Apache-2.0
# Sourced by ./kansoku, ./verify and .build/build: finds the Java that Kansoku runs on.

# The version that everything here is written for.
readonly JAVA_NEEDED=25

# Whether a folder holds Java of that version or a later one; asks no process, so that a start costs nothing.
java_fits() {
    local line version
    [[ -x $1/bin/${2:-java} && -r $1/release ]] || return 1
    while read -r line; do
        if [[ $line == JAVA_VERSION=* ]]; then
            version=${line#JAVA_VERSION=\"}
            version=${version%%[!0-9]*}
            ((${version:-0} >= JAVA_NEEDED))
            return
        fi
    done <"$1/release"
    return 1
}

# Sets JAVA: the home of the Java that fits: JAVA_HOME, else what lies under /usr/lib/jvm, else the java of PATH. With "javac" as
# an argument, only a full JDK does. JAVA_HOME stays as it is, since an observed COMMAND inherits it.
find_java() {
    local home
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        if [[ -n $home ]] && java_fits "$home" "${1:-java}"; then
            JAVA=$home
            return 0
        fi
    done
    if home=$(command -v java) && home=$(readlink -f "$home"); then
        home=${home%/bin/java}
        if java_fits "$home" "${1:-java}"; then
            JAVA=$home
            return 0
        fi
    fi
    return 1
}

kansoku_cache=

# Sets the array COMMAND_LINE to what runs the built kansoku, before its own arguments; further arguments here are options for Java.
# With MAIN set another class of cli than Main is run, with kansoku_cache set that cache is used.
#   DisableAttach    nothing of the same user's gets code into a process that observes
#   Transparent...   each page of the heap that is touched first is a fault, and there are 6000 of them without large ones
#   SerialGC         the heap is small, and its start is the cheapest
#   Xmn              what a long replay throws away is cleared away after so much, not after a share of the machine's memory
#   InlineSmall...   what is compiled already is copied into its callers up to this size: half of the usual, so that compiling takes a sixth less time
#   UsePerfData      would write a file into /tmp at each start
#   Xlog             the virtual machine's own warnings would land among the events
#   ExitOn...        what has no memory left ends (status 3) instead of going on with half of its threads
#   ZstdNativePath   without it the library unpacks its native part into /tmp, for others to see and to race for
#   AOTCache         classes loaded and linked ahead (see .build/build); ignored without a word where it does not fit this Java
command_line() {
    local built=$1/cli/target/kansoku zstd
    COMMAND_LINE=("$JAVA/bin/java" -XX:+UseSerialGC -Xmn24m -XX:+UseTransparentHugePages -XX:InlineSmallCode=1000 -XX:-UsePerfData -XX:+DisableAttachMechanism
        -XX:+ExitOnOutOfMemoryError -Xlog:disable -Xlog:all=error:stderr '-Xlog:aot*=off:stderr' --enable-native-access=dev.kansoku.ffi,dev.kansoku.lua,com.github.luben.zstd_jni)
    case $HOSTTYPE in
        x86_64) zstd=("$built"/lib/native/linux/amd64/libzstd-jni-*.so) ;;
        aarch64) zstd=("$built"/lib/native/linux/aarch64/libzstd-jni-*.so) ;;
    esac
    if [[ -r ${zstd:-} ]]; then
        COMMAND_LINE+=("-DZstdNativePath=$zstd")
    fi
    if [[ -n $kansoku_cache && -r $built/$kansoku_cache.aot ]]; then
        COMMAND_LINE+=("-XX:AOTCache=$built/$kansoku_cache.aot")
    fi
    COMMAND_LINE+=("${@:2}" -p "$built/lib" -m "dev.kansoku.cli/dev.kansoku.cli.${MAIN:-Main}")
}

# Takes the variables away through which an environment gives Java options, such as an agent to load. Kansoku finds them under other
# names and hands them on to an observed COMMAND (CommandEnvironment.java).
hide_java_options() {
    local name
    for name in JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS; do
        if [[ -v $name ]]; then
            export "KANSOKU_KEPT_$name=${!name}"
            unset "$name"
        else
            unset "KANSOKU_KEPT_$name"
        fi
    done
}

# Options for Java in what ./dist makes, where Java's version is known. See docs/packaging.md.
readonly JAVA_OPTIONS_OF_PACKAGE=(-XX:+UseSerialGC -Xmn24m -XX:+UseTransparentHugePages -XX:InlineSmallCode=1000 -XX:MaxRAMPercentage=50 -XX:+ExitOnOutOfMemoryError
    -XX:-UsePerfData -XX:+DisableAttachMechanism
    -Xlog:disable -Xlog:all=error:stderr '-Xlog:aot*=off:stderr'
    --enable-native-access=dev.kansoku.ffi,dev.kansoku.lua,com.github.luben.zstd_jni)
