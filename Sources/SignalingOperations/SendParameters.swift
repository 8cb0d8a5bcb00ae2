import JSEP
import SDP

/// What getParameters of a sender returns (W3C WebRTC, RTCRtpSendParameters).
package struct SendParameters: Sendable, Equatable {
    package var transactionID: UInt64
    package var encodings: [Encoding]
    package var codecs: [Codec]
    package var headerExtensions: [HeaderExtension]

    package struct Codec: Sendable, Equatable {
        package var payloadType: UInt8
        package var codec: CodecName

        package init(payloadType: UInt8, codec: CodecName) {
            self.payloadType = payloadType
            self.codec = codec
        }
    }

    package struct HeaderExtension: Sendable, Equatable {
        package var id: UInt16
        package var uri: ByteString

        package init(id: UInt16, uri: ByteString) {
            self.id = id
            self.uri = uri
        }
    }

    package init(
        transactionID: UInt64, encodings: [Encoding], codecs: [Codec] = [],
        headerExtensions: [HeaderExtension] = []
    ) {
        self.transactionID = transactionID
        self.encodings = encodings
        self.codecs = codecs
        self.headerExtensions = headerExtensions
    }
}

extension ConnectionCore {
    /// W3C WebRTC, RTCRtpSender.getParameters: the same until the next task.
    package func sendParameters(of id: TransceiverID) -> SendParameters {
        if let returned = returnedParameters[id] { return returned }
        parametersCount += 1
        let transceiver =
            session.transceiver(id) ?? removedTransceivers.first(where: { $0.id == id })
        let parameters = SendParameters(
            transactionID: parametersCount, encodings: transceiver?.encodings ?? [],
            codecs: codecs(of: id, sending: true), headerExtensions: headerExtensions(of: id))
        returnedParameters[id] = parameters
        tasks.enqueue {
            if self.returnedParameters[id]?.transactionID == parameters.transactionID {
                self.returnedParameters[id] = nil
            }
        }
        return parameters
    }

    /// The codecs that were negotiated: for sending with the parameters that the peer
    /// gave, for receiving with ours; with those of the other side where there are none.
    package func codecs(
        of id: TransceiverID, sending: Bool
    ) -> [SendParameters.Codec] {
        session.negotiatedCodecs(of: id).map { negotiated in
            var codec = negotiated.codec
            let peer = negotiated.peerParameters
            codec.parameters = sending ? peer ?? codec.parameters : codec.parameters ?? peer
            return SendParameters.Codec(payloadType: negotiated.payloadType, codec: codec)
        }
    }

    /// The header extensions that were negotiated.
    package func headerExtensions(of id: TransceiverID) -> [SendParameters.HeaderExtension] {
        session.negotiatedExtensions(of: id).map {
            SendParameters.HeaderExtension(id: $0.id, uri: $0.uri)
        }
    }

    /// W3C WebRTC, RTCRtpSender.setParameters. Not chained. Nil stands for parameters that
    /// cannot be those that were returned.
    package func setParameters(
        _ parameters: SendParameters?, of id: TransceiverID, as operation: OperationID
    ) {
        guard !isClosed, let transceiver = session.transceiver(id), !transceiver.isStopping,
            !transceiver.isStopped
        else { return fail(operation, JSEPError(.invalidState, "the transceiver is stopped")) }
        guard let returned = returnedParameters[id] else {
            return fail(
                operation, JSEPError(.invalidState, "the parameters were not just returned"))
        }
        guard let parameters, parameters.transactionID == returned.transactionID,
            parameters.codecs == returned.codecs,
            parameters.headerExtensions == returned.headerExtensions
        else {
            return fail(
                operation,
                JSEPError(.invalidModification, "parameters that cannot be changed differ"))
        }
        do throws(JSEPError) {
            try session.setEncodings(parameters.encodings, of: id)
        } catch {
            return fail(operation, error)
        }
        pendingParameters += 1
        tasks.enqueue {
            self.pendingParameters -= 1
            if self.isClosed { return }
            self.returnedParameters[id] = nil
            self.emit(.settled(operation, .success(.nothing)))
        }
    }
}
