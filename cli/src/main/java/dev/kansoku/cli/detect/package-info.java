// SPDX-License-Identifier: Apache-2.0
/** Detection at work: rules that are shown events, and what becomes of their alerts. */
@NullMarked
package dev.kansoku.cli.detect;

import org.jspecify.annotations.NullMarked;
