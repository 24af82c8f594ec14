using System.Threading.Channels;
using Kenmin.Persistence;
using Marten;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kenmin.Participation.Engine;

/// <summary>Commits commands that arrive together together: one transaction for up to a batch, each caller answered after the commit.</summary>
/// <remarks>All commands for one opening go through one partition of a host, so that they seldom wait for each other in the
/// database. What keeps the rules is the database, not this class: several hosts may work on one opening.</remarks>
internal sealed class SignUpBatcher<TStore> : IHostedService, IDisposable where TStore : class, IDocumentStore
{
    private static readonly TimeSpan ComeBack = TimeSpan.FromSeconds(1);
    private readonly Transactions<TStore> _transactions;
    private readonly ISignUpAdmission<TStore>? _admission;
    private readonly ILogger<SignUpBatcher<TStore>> _log;
    private readonly int _batchSize;
    private readonly Channel<Item>[] _partitions;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _loops;

    public SignUpBatcher(
        Transactions<TStore> transactions, ParticipationOptions options, ILogger<SignUpBatcher<TStore>> log, IEnumerable<ISignUpAdmission<TStore>> admission)
    {
        _transactions = transactions;
        _admission = admission.SingleOrDefault();
        _log = log;
        _batchSize = Math.Clamp(options.BatchSize, 1, 256);
        _partitions = [.. Enumerable.Range(0, Math.Clamp(options.Partitions, 1, 32)).Select(_ => Channel.CreateBounded<Item>(
            new BoundedChannelOptions(Math.Max(1, options.QueueLimit)) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait }))];
        // From the start, so that a command given while the host still starts is not left lying.
        _loops = [.. _partitions.Select(p => Task.Run(() => ReadAsync(p.Reader), CancellationToken.None))];
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was accepted is finished; what comes now is told to come back (to another host).
        foreach (var partition in _partitions) partition.Writer.TryComplete();
        try
        {
            await Task.WhenAll(_loops).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _stop.CancelAsync();
        }
    }

    public void Dispose() => _stop.Dispose();

    /// <summary>Carries the command out. Cancelling gives up waiting for the answer, not the command.</summary>
    public Task<Result<SignUpAnswer>> SendAsync(Command command, CancellationToken ct)
    {
        var item = new Item(command);
        return Partition(command.OpeningId).Writer.TryWrite(item)
            ? item.Answer.Task.WaitAsync(ct)
            : Task.FromResult<Result<SignUpAnswer>>(new Result<SignUpAnswer>.Busy(ComeBack));
    }

    /// <summary>Has openings settled soon. When the queue is full the sweeper will do it.</summary>
    public void Settle(IEnumerable<Guid> openings)
    {
        foreach (var opening in openings) Partition(opening).Writer.TryWrite(new Item(Command.Settle(opening)));
    }

    private Channel<Item> Partition(Guid opening) => _partitions[(uint)opening.GetHashCode() % (uint)_partitions.Length];

    private async Task ReadAsync(ChannelReader<Item> reader)
    {
        var batch = new List<Item>(_batchSize);
        while (await reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < _batchSize && reader.TryRead(out var item)) batch.Add(item);
            try
            {
                await CommitAsync(batch, (body, ct) => _transactions.OnceAsync(body, ct));
            }
            catch (Exception e)
            {
                _log.LogInformation(e, "A batch of {Count} commands failed; they are carried out one by one", batch.Count);
                foreach (var item in batch) await AloneAsync(item);
            }
        }
    }

    private async Task AloneAsync(Item item)
    {
        try
        {
            await CommitAsync([item], (body, ct) => _transactions.RunAsync(body, ct));
        }
        catch (Exception e) when (DatabaseBusy.IsIn(e) || e is OperationCanceledException)
        {
            // Whether it was committed is not known; the same command sent again finds out.
            item.Answer.TrySetResult(new Result<SignUpAnswer>.Busy(ComeBack));
        }
        catch (Exception e)
        {
            _log.LogError(e, "A command failed");
            item.Answer.TrySetException(e);
        }
    }

    private async Task CommitAsync(List<Item> items, Func<Func<Work, Task<(Result<SignUpAnswer>[], HashSet<Guid>)>>, CancellationToken, Task<(Result<SignUpAnswer>[] Answers, HashSet<Guid> Unsettled)>> run)
    {
        var commands = items.ConvertAll(i => i.Command);
        var (answers, unsettled) = await run(async work => (await ApplyAsync(work, commands), work.Unsettled), _stop.Token);
        // Before the answers: what the callers send next comes after it.
        Settle(unsettled);
        for (var i = 0; i < answers.Length; i++) items[i].Answer.TrySetResult(answers[i]);
    }

    private async Task<Result<SignUpAnswer>[]> ApplyAsync(Work work, List<Command> commands)
    {
        var applicants = _admission is null ? [] : commands.ConvertAll(c => c.Application is { } application ? new Applicant(c.OpeningId, c.PersonId!.Value, application) : null);
        if (applicants.TrueForAll(a => a is null)) return await ApplyFunction.RunAsync(work, commands, wait: true, _stop.Token);
        await _admission!.AdmitAsync(work.Session, [.. applicants.OfType<Applicant>()], _stop.Token);
        var admitted = Enumerable.Range(0, commands.Count).Where(i => applicants[i]?.Refusal is null).ToList();
        var answers = applicants.ConvertAll<Result<SignUpAnswer>>(a => a?.Refusal is { } refusal ? new Result<SignUpAnswer>.Refused(refusal) : null!).ToArray();
        if (admitted.Count == 0) return answers;
        var given = await ApplyFunction.RunAsync(work, admitted.ConvertAll(i => commands[i]), wait: true, _stop.Token);
        for (var i = 0; i < given.Length; i++) answers[admitted[i]] = given[i];
        return answers;
    }

    private sealed class Item(Command command)
    {
        public Command Command { get; } = command;

        public TaskCompletionSource<Result<SignUpAnswer>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
