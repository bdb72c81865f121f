// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the module's tests where there is no build: in a virtual machine with another kernel, which
 * holds a Java runtime, the classes and little else ({@code .build/second-kernel}).
 */
package dev.kansoku.capture.elsewhere;
