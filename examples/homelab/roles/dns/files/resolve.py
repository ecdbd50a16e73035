"""Asks one DNS server for A records over UDP. Usage: resolve.py HOST PORT NAME ADDRESS [NAME ADDRESS ...]"""

import socket
import struct
import sys


def ask(server, name):
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.rstrip(".").split("."))
    query = struct.pack(">HHHHHH", 4711, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">HH", 1, 1)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(3)
        sock.sendto(query, server)
        answer = sock.recv(4096)
    found, offset = [], len(query)
    for _ in range(struct.unpack(">H", answer[6:8])[0]):
        # dnsmasq names the question by a two-byte pointer.
        kind, _, _, length = struct.unpack(">HHIH", answer[offset + 2 : offset + 12])
        data = answer[offset + 12 : offset + 12 + length]
        if kind == 1:
            found.append(socket.inet_ntoa(data))
        offset += 12 + length
    return found


def main():
    server, pairs, wrong = (sys.argv[1], int(sys.argv[2])), sys.argv[3:], 0
    for name, address in zip(pairs[::2], pairs[1::2]):
        found = ask(server, name)
        print(name, *found)
        wrong += address not in found
    sys.exit(1 if wrong else 0)


main()
