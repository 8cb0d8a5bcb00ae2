import JSEP
import SDP
import SignalingOperations

// What servers do with a connection beyond the W3C specification. Takes effect with the
// next offer or answer; none is chained.

extension PeerConnection {
    /// Fixes payload types and header extension identifiers for all sections. See
    /// `JSEPSession.pin(_:)`.
    public func pin(_ formats: FormatPins) throws(JSEPError) {
        try access { (state) throws(JSEPError) in
            try state.core.server { (session) throws(JSEPError) in try session.pin(formats) }
        }
    }

    /// Takes over the numbers of an offer that the peer made elsewhere. See
    /// `JSEPSession.adoptFormats(of:)`.
    public func adoptFormats(of offer: String) throws(JSEPError) {
        let bytes = [UInt8](offer.utf8)
        try access { (state) throws(JSEPError) in
            try state.core.server { (session) throws(JSEPError) in
                try session.adoptFormats(of: bytes.span)
            }
        }
    }

    /// Hands over a transport, with `ServerOptions.hostsTransports`. See
    /// `JSEPSession.addHostTransport`.
    public func addHostTransport(_ transport: HostTransport) throws(JSEPError) {
        try access { (state) throws(JSEPError) in
            try state.core.server { (session) throws(JSEPError) in
                try session.addHostTransport(transport)
            }
        }
    }

    /// Sets the credentials with which a transport restarts ICE; negotiation is needed
    /// then. See `JSEPSession.restartHostTransport`.
    public func restartHostTransport(
        _ usernameFragment: String, with transport: HostTransport
    ) throws(JSEPError) {
        let fragment = ByteString(usernameFragment)
        try access { (state) throws(JSEPError) in
            try state.core.server { (session) throws(JSEPError) in
                try session.restartHostTransport(fragment, with: transport)
            }
            state.core.updateNegotiationNeeded()
        }
    }

    /// The sections for which the next offer or answer lacks a transport.
    public var missingTransports: [TransportDemand] {
        read { $0.session.missingTransports() }
    }
}

extension RTPTransceiver {
    /// What is fixed of the media section.
    public var pins: TransceiverPins {
        connection.read { $0.session.transceiver(id)?.pins ?? TransceiverPins() }
    }

    /// Fixes that, in place of all that was fixed before. See `JSEPSession.pin(_:of:)`.
    public func setPins(_ pins: TransceiverPins) throws(JSEPError) {
        try connection.access { (state) throws(JSEPError) in
            try state.core.server { (session) throws(JSEPError) in
                try session.pin(pins, of: id)
            }
        }
    }
}
