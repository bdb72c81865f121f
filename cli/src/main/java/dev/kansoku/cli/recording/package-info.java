// SPDX-License-Identifier: Apache-2.0
/** Events on their way into capture files: as they come, in turns of files, or around a match. */
@NullMarked
package dev.kansoku.cli.recording;

import org.jspecify.annotations.NullMarked;
