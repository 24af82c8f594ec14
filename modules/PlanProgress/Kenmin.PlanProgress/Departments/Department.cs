using Kenmin.SharedKernel;

namespace Kenmin.PlanProgress.Departments;

/// <summary>A department that answers for indicators (担当課).</summary>
public sealed class Department
{
    /// <summary>Its id (version 7).</summary>
    public Guid Id { get; set; }

    /// <summary>Its name.</summary>
    public LocalizedText Name { get; set; }

    /// <summary>The accounts that report for it, and those that asked to.</summary>
    public List<DepartmentMember> Members { get; set; } = [];

    /// <summary>The accounts that report for it.</summary>
    public IEnumerable<DepartmentMember> Reporters => Members.Where(m => m.Approved);

    /// <summary>Whether an account reports for it.</summary>
    public bool IsReporter(Guid? account) => Reporters.Any(m => m.AccountId == account);
}

/// <summary>Somebody who reports for a department, or asked to.</summary>
/// <param name="AccountId">The account.</param>
/// <param name="Name">The name at that time.</param>
/// <param name="Approved">Whether an administrator agreed.</param>
/// <param name="Since">When asked.</param>
public sealed record DepartmentMember(Guid AccountId, string Name, bool Approved, DateTimeOffset Since);
