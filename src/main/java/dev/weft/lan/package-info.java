/**
 * How nodes on one local network meet by themselves: each announces itself by multicast DNS (RFC
 * 6762) as a service of DNS-SD (RFC 6763), {@code _weft._tcp}, and hears the others.
 *
 * <p>{@link dev.weft.lan.Neighbourhood} is what a node has of it: it announces the node at each
 * {@link dev.weft.lan.Place}, which is an address of this machine, and hands on whom it hears of.
 * {@link dev.weft.lan.Lan} is the seam below: {@link dev.weft.lan.JmdnsLan} is the real one, and
 * the only class that knows the library JmDNS, with {@link dev.weft.lan.JmdnsStation}.
 *
 * <p><b>Trust.</b> There is none. What is heard is a hint where a node may be: it is dialled, and
 * has to prove the key that was announced, as every contact has. Whoever is of another network or
 * wire is ignored, and so is an address that is not in the network in which it was announced, or a
 * neighbour could have all others dial a third.
 *
 * <p><b>Bounds.</b> At most {@value dev.weft.lan.Neighbourhood#MOST_WAITING} contacts wait to be
 * met, and the rest is dropped: whoever is dropped hears of this node, too, and dials it. What
 * JmDNS itself remembers of a hostile neighbour's records it bounds by their time to live alone.
 *
 * <p><b>Threads.</b> Two virtual ones for each node. JmDNS starts some of its own for each place,
 * so it runs in the real environment only; they have ended when the neighbourhood is closed.
 *
 * <p><b>Why JmDNS, and why so.</b> It is kept (3.6.5 is of October 2026), pure Java, 220 kB, and
 * logs to slf4j. Its {@code JmmDNS}, which is for several interfaces, is not used: it looks for
 * changes every ten seconds only, its threads have been seen to outlive it (issue 243), and it asks
 * DNS for the name of each address, which takes seconds where there is none (issue 215). So there
 * is one {@code JmDNS} for each address, with a name that need not be asked for. It takes four
 * seconds to announce what is new, but asks and answers at once, and two to withdraw it.
 *
 * <p><b>Moves.</b> {@link dev.weft.lan.Moves} notices within seconds, through the seam {@link
 * dev.weft.lan.Interfaces}, that the machine has other addresses, and tells the node, whether it is
 * announced here or not; but none that listens on this machine alone, as it stays where it is.
 *
 * <p><b>Routers are not asked for a port.</b> No library serves: weupnp 0.1.4 (LGPL) knows UPnP-IGD
 * alone and has not moved since 2019 at least; portmapper 2.0.5 (Apache) knows PCP and NAT-PMP,
 * too, but stands on libraries of 2015 and 2016; jUPnP 3.0.5 is kept, knows UPnP alone, and its
 * pom's parent is not on Maven Central. A port forwarded by hand is told by {@code advertise}.
 */
@NullMarked
package dev.weft.lan;

import org.jspecify.annotations.NullMarked;
