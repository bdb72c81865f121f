// SPDX-License-Identifier: Apache-2.0
/** Where events come from: the SPI that capture files and live captures implement. */
@NullMarked
package dev.kansoku.engine.source;

import org.jspecify.annotations.NullMarked;
