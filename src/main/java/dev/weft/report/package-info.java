/**
 * Reports: {@link dev.weft.report.Report} writes facts and plots as one HTML file, which needs no
 * network and no other file. Knows nothing of the rest of Weft.
 *
 * <p><b>Threads.</b> All is immutable or stateless.
 *
 * <p><b>How it works, and why.</b> The page holds the numbers as JSON, <a
 * href="https://www.chartjs.org">Chart.js</a>, and a script of ours that hands the one to the
 * other; all three are written into it. Chart.js draws lines, areas and bars, with logarithmic axes
 * and read-outs under the pointer, in 209 kB (70 kB in the jar), and has the MIT licence; of its
 * webjar only that file is needed. Apache ECharts marks time spans by itself, but its smallest
 * build with that is three times as large, and its webjar is years behind; uPlot, smaller still, is
 * not on Maven Central; JFreeChart and XChart draw pictures without read-outs that are either light
 * or dark. What we add are the shaded time spans, a legend, and arrow keys for the read-out.
 *
 * <p>Without JavaScript the facts remain, and each plot's numbers, as a table. A content security
 * policy keeps the page from loading anything at all.
 */
@NullMarked
package dev.weft.report;

import org.jspecify.annotations.NullMarked;
