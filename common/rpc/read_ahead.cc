#include "common/rpc/read_ahead.h"

#include <utility>

#include "common/errors/grpc_status.h"
#include "common/rpc/bytes.h"

namespace amparo::rpc {

ReadAhead::ReadAhead(std::shared_ptr<grpc::Channel> channel, const std::string& path, grpc::ClientContext* context,
                     const google::protobuf::MessageLite& request)
    : context_(context), stub_(std::move(channel)), request_(SerializeMessage(request)) {
  // On the wire streams of every kind are the same.
  stub_.PrepareBidiStreamingCall(context, path, grpc::StubOptions(), this);
  // Held until the last read: while the reader is behind none is under way, and the call must not end for gRPC then.
  AddHold();
  StartWriteLast(&request_, grpc::WriteOptions());
  StartRead(&incoming_);
  StartCall();
}

ReadAhead::~ReadAhead() {
  context_->TryCancel();
  Finish().IgnoreError();
}

bool ReadAhead::Read(google::protobuf::MessageLite& message) {
  grpc::ByteBuffer bytes;
  bool read_on = false;
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty() || malformed_) return false;
    bytes.Swap(&waiting_.front());
    waiting_.pop_front();
    read_on = !std::exchange(reading_, true);
  }
  if (read_on) StartRead(&incoming_);
  if (ParseMessage(bytes, message)) return true;
  {
    const std::lock_guard lock(mutex_);
    malformed_ = true;
  }
  context_->TryCancel();
  return false;
}

absl::Status ReadAhead::Finish() {
  bool read_on = false;
  {
    const std::lock_guard lock(mutex_);
    unwanted_ = true;
    read_on = !std::exchange(reading_, true);
  }
  if (read_on) StartRead(&incoming_);
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return done_; });
  if (malformed_) return absl::InternalError("the peer's answer is malformed");
  return errors::FromGrpc(status_);
}

void ReadAhead::OnReadDone(bool ok) {
  bool read_on = false;
  {
    const std::lock_guard lock(mutex_);
    if (ok && !unwanted_) waiting_.emplace_back().Swap(&incoming_);
    ended_ = !ok;
    // The last read counts as one under way: none follows it.
    reading_ = !ok || unwanted_ || waiting_.size() < kMostAhead;
    read_on = ok && reading_;
    changed_.notify_all();
  }
  if (read_on) StartRead(&incoming_);
  if (!ok) RemoveHold();
}

void ReadAhead::OnDone(const grpc::Status& status) {
  const std::lock_guard lock(mutex_);
  done_ = true;
  status_ = status;
  // Under the lock: once it is free, this object may be gone.
  changed_.notify_all();
}

}  // namespace amparo::rpc
