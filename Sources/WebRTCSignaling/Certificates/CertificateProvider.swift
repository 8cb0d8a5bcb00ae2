import JSEP
import Synchronization

/// Where a connection without a configured certificate gets one.
public struct CertificateProvider: Sendable {
    private let make: @Sendable () async throws -> Certificate

    /// A provider that calls `make`. What it throws becomes `notReadable`.
    public init(_ make: @escaping @Sendable () async throws -> Certificate) { self.make = make }

    /// Makes a new certificate for each connection.
    public static func generating(
        _ algorithm: CertificateAlgorithm = .ecdsaP256
    ) -> CertificateProvider {
        CertificateProvider { try Certificate.generate(algorithm) }
    }

    /// Takes certificates that were made ahead.
    public static func pool(_ pool: CertificatePool) -> CertificateProvider {
        CertificateProvider { try await pool.take() }
    }

    func certificate() async throws(JSEPError) -> Certificate {
        do {
            return try await make()
        } catch {
            throw JSEPError(.notReadable, "no certificate could be made")
        }
    }
}

/// Makes certificates ahead, in the background, so that no createOffer waits for
/// a key. Each is handed out once. Usable from any thread.
public final class CertificatePool: Sendable {
    private let algorithm: CertificateAlgorithm
    private let preparing: Mutex<[Task<Certificate, any Error>]>

    /// Starts to make `count` certificates, at least one.
    public init(_ algorithm: CertificateAlgorithm = .ecdsaP256, count: Int) {
        self.algorithm = algorithm
        preparing = Mutex((0..<max(count, 1)).map { _ in Self.prepare(algorithm) })
    }

    private static func prepare(_ algorithm: CertificateAlgorithm) -> Task<Certificate, any Error> {
        Task.detached(priority: .background) { try Certificate.generate(algorithm) }
    }

    /// The certificate that was begun first, and begins another one. Waits only
    /// if it is not ready. One that expired in the pool is passed over.
    public func take() async throws(JSEPError) -> Certificate {
        while true {
            let next = preparing.withLock { tasks in
                tasks.append(Self.prepare(algorithm))
                return tasks.removeFirst()
            }
            do {
                let certificate = try await next.value
                if !certificate.isExpired() { return certificate }
            } catch {
                throw JSEPError(.notReadable, "no certificate could be made")
            }
        }
    }
}
