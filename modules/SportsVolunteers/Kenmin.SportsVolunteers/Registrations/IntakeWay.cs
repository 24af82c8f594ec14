namespace Kenmin.SportsVolunteers.Registrations;

/// <summary>By which way people came into the register (登録のきっかけ).</summary>
public enum IntakeWay
{
    /// <summary>They came forward for a festival (大会への応募).</summary>
    Festival,

    /// <summary>A team brought them (チームの紹介).</summary>
    Team,

    /// <summary>A school brought them (学校の紹介).</summary>
    School,

    /// <summary>A club or another group brought them (クラブ・団体の紹介).</summary>
    Club,
}
