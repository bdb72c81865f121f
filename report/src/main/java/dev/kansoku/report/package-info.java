// SPDX-License-Identifier: Apache-2.0
/**
 * Says what many events come to: who reads most, what fails, which calls are slow.
 *
 * <p>{@code reports.txt} declares all reports. {@link dev.kansoku.report.ReportTable} reads it,
 * {@link dev.kansoku.report.ReportMaker} makes a {@link dev.kansoku.report.Report} of a
 * declaration, and {@link dev.kansoku.report.ReportRunner} moves events into reports and ends their
 * intervals. Most reports are a {@link dev.kansoku.report.TopTable}: a sum for each key, over a
 * {@link dev.kansoku.report.KeyTable} of bytes.
 */
@NullMarked
package dev.kansoku.report;

import org.jspecify.annotations.NullMarked;
