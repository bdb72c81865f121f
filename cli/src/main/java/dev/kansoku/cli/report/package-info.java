// SPDX-License-Identifier: Apache-2.0
/** Reports, scripts and metrics at work: what is made of events instead of printing them. */
@NullMarked
package dev.kansoku.cli.report;

import org.jspecify.annotations.NullMarked;
