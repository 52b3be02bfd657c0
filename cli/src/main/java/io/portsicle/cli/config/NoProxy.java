package io.portsicle.cli.config;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The hosts that are reached without a proxy, read as curl and Go read `NO_PROXY`: entries
/// separated by commas (or blanks, as in curl), each with or without a port.
///
/// - `*` is every host;
/// - `corp.test`, `.corp.test` and `*.corp.test` are that host and all below it;
/// - an address or a block such as `10.0.0.0/8` is compared with a relay that is given by its
///   address: nothing is looked up for this.
///
/// An entry that is none of these covers nothing: the variable is for many programs, and some
/// understand more.
final class NoProxy {

    private static final Pattern WITH_PORT = Pattern.compile("(\\[.+]|[^:]+):([0-9]{1,5})");
    private static final Pattern BLOCK = Pattern.compile("([0-9A-Fa-f:.]+)/([0-9]{1,3})");
    private static final int IP4_BITS = 32;
    private static final int IP6_BITS = 128;

    private interface Rule {
        boolean covers(String host, int port);
    }

    private final List<Rule> rules;

    private NoProxy(List<Rule> rules) {
        this.rules = rules;
    }

    static NoProxy of(String list) {
        return new NoProxy(
                Arrays.stream(list.split("[,\\s]+"))
                        .filter(entry -> !entry.isEmpty())
                        .map(NoProxy::rule)
                        .toList());
    }

    /// `host` is a name, or an address without brackets.
    boolean covers(String host, int port) {
        String plain = plain(host);
        return rules.stream().anyMatch(rule -> rule.covers(plain, port));
    }

    private static Rule rule(String entry) {
        Matcher withPort = WITH_PORT.matcher(entry);
        if (!withPort.matches()) {
            Predicate<String> hosts = hosts(entry);
            return (host, port) -> hosts.test(host);
        }
        Predicate<String> hosts = hosts(withPort.group(1));
        int onlyPort = Integer.parseInt(withPort.group(2));
        return (host, port) -> port == onlyPort && hosts.test(host);
    }

    private static Predicate<String> hosts(String entry) {
        if (entry.equals("*")) {
            return host -> true;
        }
        String place = entry.startsWith("[") ? entry.replaceAll("[\\[\\]]", "") : entry;
        Matcher block = BLOCK.matcher(place);
        if (block.matches()) {
            return addresses(block.group(1), Integer.parseInt(block.group(2)));
        }
        return isAddress(place) ? addresses(place, bits(place)) : names(place);
    }

    private static Predicate<String> addresses(String address, int bits) {
        if (!isAddress(address) || bits > bits(address)) {
            return host -> false;
        }
        IpSubnetFilterRule block = new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
        return host ->
                isAddress(host)
                        && block.matches(
                                new InetSocketAddress(
                                        NetUtil.createInetAddressFromIpAddressString(host), 0));
    }

    private static Predicate<String> names(String entry) {
        String name = plain(entry.replaceFirst("^\\*?\\.", ""));
        return host -> !isAddress(host) && (host.equals(name) || host.endsWith("." + name));
    }

    private static boolean isAddress(String text) {
        return NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text);
    }

    private static int bits(String address) {
        return NetUtil.isValidIpV4Address(address) ? IP4_BITS : IP6_BITS;
    }

    /// Names in capitals, or with the dot of the root, are the same names.
    private static String plain(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
