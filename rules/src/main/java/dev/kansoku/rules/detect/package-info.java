// SPDX-License-Identifier: Apache-2.0
/** Rules, matches and alerts put together: the end of the pipeline that detects. */
@NullMarked
package dev.kansoku.rules.detect;

import org.jspecify.annotations.NullMarked;
