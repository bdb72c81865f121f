#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Starts Kansoku as it was installed: its own Java, with nothing else needed. See kansoku --help.
# @HOME@

# An environment's options for Java, such as an agent to load, are not for a program that observes. They go on to an observed COMMAND.
unset KANSOKU_KEPT_JAVA_TOOL_OPTIONS KANSOKU_KEPT_JDK_JAVA_OPTIONS KANSOKU_KEPT__JAVA_OPTIONS
if [ "${JAVA_TOOL_OPTIONS+set}" ]; then
    export KANSOKU_KEPT_JAVA_TOOL_OPTIONS="$JAVA_TOOL_OPTIONS"
    unset JAVA_TOOL_OPTIONS
fi
if [ "${JDK_JAVA_OPTIONS+set}" ]; then
    export KANSOKU_KEPT_JDK_JAVA_OPTIONS="$JDK_JAVA_OPTIONS"
    unset JDK_JAVA_OPTIONS
fi
if [ "${_JAVA_OPTIONS+set}" ]; then
    export KANSOKU_KEPT__JAVA_OPTIONS="$_JAVA_OPTIONS"
    unset _JAVA_OPTIONS
fi

# @CACHE@
choose_cache "$@"

# docs/packaging.md says what the options are for.
exec "$home/java/bin/java" @OPTIONS@ \
    -XX:AOTCache="$home/lib/$kansoku_cache.aot" \
    -Dkansoku.native="$home/lib" -DZstdNativePath="$home/lib/libzstd-jni.so" \
    -m dev.kansoku.cli/dev.kansoku.cli.Main "$@"
